"""Which unit may decide on which procedure."""

from chalicelib.domain.errors import DomainError
from chalicelib.domain.procedures import Level, Procedure
from chalicelib.domain.units import Unit, UnitLevel

#: Who decides at each level but the ministry, where the catalogue names the department.
DECIDES = {Level.PROVINCE: UnitLevel.PROVINCIAL_DEPARTMENT, Level.COMMUNE: UnitLevel.COMMUNE}


class UnitNotCompetent(DomainError):
    """The dossier was addressed to a unit that does not decide on it."""

    code = "unit-not-competent"
    vi = "Đơn vị {unit} không giải quyết thủ tục {procedure}. Hãy chọn: {levels}."
    en = "Unit {unit} does not decide on procedure {procedure}. Choose one of: {levels}."


def is_competent(unit: Unit, procedure: Procedure) -> bool:
    """May this unit decide on it? A department of the ministry must be named by the procedure."""
    if unit.code in procedure.handled_by:
        return True
    return any(DECIDES.get(level) is unit.level for level in procedure.levels)


def demand_competent(unit: Unit, procedure: Procedure) -> None:
    """Raises UnitNotCompetent."""
    if not is_competent(unit, procedure):
        levels = [DECIDES[level] for level in procedure.levels if level in DECIDES]
        raise UnitNotCompetent(
            unit=unit.code, procedure=procedure.code, levels=", ".join((*procedure.handled_by, *levels))
        )
