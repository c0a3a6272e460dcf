"""What any keeper of partners' accounts must do, asked of the fake and of DynamoDB."""

from collections.abc import Iterator
from datetime import date, timedelta

import boto3
import pytest

from chalicelib.adapters.cursors import Cursors
from chalicelib.adapters.dossiers import DynamoDossiers
from chalicelib.adapters.partner_accounts import DynamoPartnerAccounts
from chalicelib.domain.errors import DossierChangedMeanwhile
from chalicelib.domain.numbers import DossierNumber
from chalicelib.domain.partner_account import Debt, DebtKind, PartnerAccount, Reason
from chalicelib.domain.partner_errors import DossierNotTold, NotYetPassed, NumberOfAnother
from chalicelib.domain.ports import NumberTaken
from chalicelib.domain.ports_partners import PartnerAccounts, PartnerFile
from chalicelib.domain.states import Command
from tests.aws_in_memory import aws_in_memory
from tests.factories import MORNING, a_draft, step
from tests.fakes import InMemoryDossiers
from tests.fakes_partners import InMemoryPartnerAccounts
from tests.tables import ONCE_TABLE, TABLE, make_tables_of_template

LATER = MORNING + timedelta(hours=1)


@pytest.fixture(scope="module")
def dynamo() -> Iterator[DynamoPartnerAccounts]:
    """Tables shared by the module: every test has a unit and numbers of its own."""
    with aws_in_memory():
        client, cursors = boto3.client("dynamodb"), Cursors(b"secret")
        make_tables_of_template(client)
        dossiers = DynamoDossiers(client, TABLE, ONCE_TABLE, cursors)
        yield DynamoPartnerAccounts(client, TABLE, cursors, dossiers)


@pytest.fixture(params=["memory", "dynamodb"])
def accounts(request) -> PartnerAccounts:
    if request.param == "memory":
        return InMemoryPartnerAccounts(InMemoryDossiers())
    return request.getfixturevalue("dynamo")


@pytest.fixture
def name(request) -> str:
    return request.node.name.replace("[", "-").replace("]", "")


def an_account(name: str, serial: int = 0, **changes: object) -> PartnerAccount:
    id_ = f"{name}-{serial}"
    return PartnerAccount.model_validate({"dossier_id": id_, "unit": name, "number": id_, **changes})


def filed(account: PartnerAccount):
    draft, opened = a_draft(id=account.dossier_id)
    dossier, submitted = step(draft, Command.SUBMIT, MORNING)
    return dossier, [opened, submitted]


def owing(since, serial=0):
    return Debt(kind=DebtKind.STEP_MISSING, step=serial, reason=Reason.of(DossierNotTold(), since))


def test_an_account_comes_back_with_its_dossier_as_it_was_saved(accounts, name):
    assert accounts.get(f"{name}-0") == PartnerFile(None, None)
    account = an_account(name, taken=("a",), misread={2: Reason.of(DossierNotTold(), MORNING)})
    dossier, events = filed(account)
    accounts.save(account, dossier, events, f"{name}-kept")
    stands = accounts.get(account.dossier_id)
    assert (stands.account, stands.dossier) == (account.changed(revision=1), dossier)


def test_who_comes_second_writes_nothing(accounts, name):
    account = an_account(name)
    accounts.save(account)
    dossier, events = filed(account)
    with pytest.raises(DossierChangedMeanwhile):
        accounts.save(account, dossier, events)
    assert accounts.get(account.dossier_id).dossier is None
    accounts.save(account.changed(revision=1), dossier, events)
    with pytest.raises(DossierChangedMeanwhile):
        accounts.save(account.changed(revision=2), dossier, events)


def test_a_kept_number_is_given_once(accounts, name):
    first, second = an_account(name, 1), an_account(name, 2)
    accounts.save(first, *filed(first), f"{name}-number")
    with pytest.raises(NumberOfAnother):
        accounts.save(second, *filed(second), f"{name}-number")
    assert accounts.get(second.dossier_id) == PartnerFile(None, None)


def test_a_number_of_ours_goes_on_with_the_counter(accounts, name):
    first, second = an_account(name, 1), an_account(name, 2)
    number = DossierNumber(unit=name, day=date(2026, 3, 2), order=1)
    accounts.save(first, *filed(first), number)
    with pytest.raises(NumberTaken):
        accounts.save(second, *filed(second), number)
    accounts.save(second, *filed(second), number.model_copy(update={"order": 2}))


def test_only_what_owes_now_stands_on_the_list_what_is_tried_first_then_the_oldest(accounts, name):
    waits = Reason.of(NotYetPassed(what="x"), MORNING)
    told = [
        an_account(name, 0),
        an_account(name, 1, debts=(owing(LATER),)),
        an_account(name, 2, debts=(owing(MORNING),)),
        an_account(name, 3, due=LATER + timedelta(days=1)),
        an_account(name, 4, due=MORNING),
        an_account(name, 5, held_up_by=waits, debts=(owing(LATER),), settled_at=LATER),
        an_account("elsewhere", 6, debts=(owing(MORNING),)),
    ]
    for account in told:
        accounts.save(account)
    found, cursor, pages = [], "", 0
    while pages == 0 or cursor:
        page = accounts.owing(name, LATER, 2, cursor)
        found += [account.dossier_id for account in page.items]
        cursor, pages = page.cursor, pages + 1
    assert found == [f"{name}-{serial}" for serial in (5, 2, 4, 1)]
    assert pages <= 3
    assert accounts.trying(name, 10) == (f"{name}-5",)


def test_units_are_remembered_with_the_instant_when_they_were_heard_last(accounts, name):
    accounts.heard(name, MORNING)
    accounts.heard(name, LATER)
    assert [each.heard_at for each in accounts.units() if each.unit == name] == [LATER]
