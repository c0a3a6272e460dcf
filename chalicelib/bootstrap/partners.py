"""The use cases for partners: what their own systems tell, and what they owe."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.application.attach_file import UploadLimits
from chalicelib.bootstrap.filing import Filing
from chalicelib.settings import MEDIA_TYPES

if TYPE_CHECKING:
    from chalicelib.adapters.partner_accounts import DynamoPartnerAccounts
    from chalicelib.application.partner_debts import PartnerDebts
    from chalicelib.application.take_from_partner import TakeFromPartner


class Partners(Filing):
    """Dossiers that ministries' departments and provinces carry on in systems of their own."""

    @cached_property
    def partner_accounts(self) -> "DynamoPartnerAccounts":
        """What partners told, and how far it was taken."""
        from chalicelib.adapters.partner_accounts import DynamoPartnerAccounts

        return DynamoPartnerAccounts(self.dynamodb, self.settings.table, self.cursors, self.dossiers)

    @cached_property
    def take_from_partner(self) -> "TakeFromPartner":
        """Use case."""
        from chalicelib.adapters.partner_papers import HttpPartnerPapers
        from chalicelib.application.bring_papers import BringPapers
        from chalicelib.application.file_for_partner import FileForPartner
        from chalicelib.application.settle_partner import SettlePartner
        from chalicelib.application.take_from_partner import TakeFromPartner

        limits = UploadLimits(self.settings.max_upload_bytes, self.settings.max_files, MEDIA_TYPES)
        papers = HttpPartnerPapers(self.settings.partner_papers, self.settings.max_upload_bytes)
        bring = BringPapers(self.dossiers, self.blobs, papers, limits, self.clock)
        file = FileForPartner(
            self.dossiers, self.catalogue, self.clock, self.refs, self.settings.platform_agency
        )
        settle = SettlePartner(self.catalogue, self.clock, file)
        return TakeFromPartner(self.partner_accounts, settle, bring, self.clock)

    @cached_property
    def partner_debts(self) -> "PartnerDebts":
        """Readings."""
        from chalicelib.application.partner_debts import PartnerDebts

        return PartnerDebts(self.partner_accounts, self.catalogue, self.clock)
