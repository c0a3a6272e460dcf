"""Which right every route asks for: the one table between addresses and the rules of domain/access.py.

A route without a row here fails the build, and so does a row without a route. The matrix test is generated from it.
"""

from chalicelib.domain.access import Action
from chalicelib.domain.states import Command

Right = Action | Command

#: Anybody may ask: says nothing about any person, but to whom its owner gave the address of a shared paper.
PUBLIC: frozenset[str] = frozenset(
    {"health", "list_procedures", "read_procedure", "track", "read_limits", "open_shared"}
)

#: What a caller needs one of, by the name of the operation. Which one it is depends on the request: a desk opens
#: drafts for others, and results are attached by those who decide.
RIGHTS: dict[str, tuple[Right, ...]] = {
    "open_draft": (Action.OPEN_DRAFT, Action.OPEN_DRAFT_FOR_ANOTHER),
    "list_own_dossiers": (Action.LIST_OWN,),
    "read_dossier": (Action.READ_DOSSIER,),
    "attach_file": (Action.CHANGE_FILES, Action.ATTACH_RESULT),
    "read_pieces": (Action.CHANGE_FILES, Action.ATTACH_RESULT),
    "ask_for_pieces": (Action.CHANGE_FILES, Action.ATTACH_RESULT),
    "assemble_pieces": (Action.CHANGE_FILES, Action.ATTACH_RESULT),
    "remove_file": (Action.CHANGE_FILES,),
    "fetch_copy": (Action.READ_DOSSIER, Action.LOOK_AT_IDENTITY),
    "join_photos": (Action.CHANGE_FILES,),
    "correct_reading": (Action.CORRECT_READING,),
    "certify_copy": (Action.CERTIFY_COPY,),
    "submit": (Command.SUBMIT,),
    "supplement": (Command.SUPPLEMENT,),
    "ask_withdrawal": (Command.ASK_WITHDRAWAL,),
    "read_receipt": (Action.READ_DOSSIER,),
    "read_history": (Action.READ_DOSSIER,),
    "fetch_result": (Action.FETCH_RESULT,),
    "read_work_queue": (Action.READ_WORK_QUEUE,),
    "read_sync_state": (Action.READ_SYNC_STATE,),
    "receive": (Command.RECEIVE,),
    "refuse": (Command.REFUSE,),
    "request_supplement": (Command.REQUEST_SUPPLEMENT,),
    "start_processing": (Command.START_PROCESSING,),
    "request_payment": (Command.REQUEST_PAYMENT,),
    "record_payment": (Command.RECORD_PAYMENT,),
    "confirm_withdrawal": (Command.CONFIRM_WITHDRAWAL,),
    "decline_withdrawal": (Command.DECLINE_WITHDRAWAL,),
    "reschedule": (Command.RESCHEDULE,),
    "stop": (Command.STOP,),
    "close": (Command.CLOSE,),
    "decide": (Command.DECIDE,),
    "return": (Command.RETURN,),
    "list_own_papers": (Action.READ_OWN_PAPERS,),
    "preview_paper": (Action.READ_OWN_PAPERS,),
    "list_paper_versions": (Action.READ_OWN_PAPERS,),
    "share_paper": (Action.READ_OWN_PAPERS,),
    "end_share": (Action.READ_OWN_PAPERS,),
    "export_papers": (Action.READ_OWN_PAPERS,),
    "read_export": (Action.READ_OWN_PAPERS,),
    "list_uses": (Action.READ_OWN_PAPERS,),
    "list_consents": (Action.READ_OWN_PAPERS,),
    "take_back_consent": (Action.READ_OWN_PAPERS,),
    "suggest_papers": (Action.REUSE_PAPERS,),
    "reuse_paper": (Action.REUSE_PAPERS,),
    "list_owners_papers": (Action.READ_OWNERS_PAPERS,),
    "view_owners_paper": (Action.READ_OWNERS_PAPERS,),
    "fetch_result_for_agency": (Action.FETCH_FOR_AGENCY,),
    "link_old_number": (Action.LINK_OLD_NUMBER,),
    "certify_paper": (Action.CERTIFY_PAPER,),
    "revoke_result": (Action.REVOKE_RESULT,),
    "ask_rectification": (Action.READ_OWN_PAPERS,),
    "list_rectifications": (Action.READ_OWN_PAPERS,),
    "read_rectification_queue": (Action.ANSWER_RECTIFICATION,),
    "read_rectification": (Action.ANSWER_RECTIFICATION,),
    "answer_rectification": (Action.ANSWER_RECTIFICATION,),
    "allow_more_views": (Action.ALLOW_MORE_VIEWS,),
    "give_delegation": (Action.DELEGATE,),
    "list_delegations": (Action.DELEGATE,),
    "accept_delegation": (Action.DELEGATE,),
    "end_delegation": (Action.DELEGATE,),
    "list_acts": (Action.DELEGATE,),
    "take_from_portal": (Action.PUSH_FROM_PORTAL,),
    "answer_portal": (Action.PUSH_FROM_PORTAL,),
    "tell_dossiers": (Action.TELL_AS_PARTNER,),
    "tell_progress": (Action.TELL_AS_PARTNER,),
    "read_owed": (Action.TELL_AS_PARTNER,),
    "read_partner_debts": (Action.READ_PARTNERS_DEBTS,),
    "register_webhook": (Action.KEEP_WEBHOOKS,),
    "list_webhooks": (Action.KEEP_WEBHOOKS,),
    "read_webhook": (Action.KEEP_WEBHOOKS,),
    "renew_webhook_secret": (Action.KEEP_WEBHOOKS,),
    "pause_webhook": (Action.KEEP_WEBHOOKS,),
    "resume_webhook": (Action.KEEP_WEBHOOKS,),
    "end_webhook": (Action.KEEP_WEBHOOKS,),
    "list_deliveries": (Action.KEEP_WEBHOOKS,),
    "replay_deliveries": (Action.KEEP_WEBHOOKS,),
}
