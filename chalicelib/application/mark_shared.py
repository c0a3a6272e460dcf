"""Make the marked copy of a paper that its owner shared: once for each share, before anybody can open it."""

from dataclasses import dataclass

from chalicelib.digitization.watermark import CannotBeMarked, watermarked
from chalicelib.domain.errors import UploadMissing
from chalicelib.domain.ports import Blobs, Clock
from chalicelib.domain.ports_papers import Papers, Shares
from chalicelib.domain.sharing import CopyState, ShareOver
from chalicelib.domain.storage import shared_key


@dataclass(frozen=True, slots=True)
class MarkShared:
    """Twice is the same as once. Where nothing can be drawn on the file, the share says so."""

    papers: Papers
    shares: Shares
    blobs: Blobs
    clock: Clock

    def __call__(self, share_id: str) -> CopyState | None:
        """What became of the copy; ``None`` if nobody needs it any more."""
        try:
            share = self.shares.get(share_id)
        except ShareOver:
            return None
        if share.is_over(self.clock.now()) or share.copy_state is not CopyState.PREPARING:
            return None
        paper = self.papers.get(share.owner_ref, share.paper)
        try:
            data, media_type = watermarked(self.blobs.read(paper.key), paper.file.media_type, share.mark)
        except (CannotBeMarked, UploadMissing):
            state, name = CopyState.IMPOSSIBLE, ""
        else:
            self.blobs.write(shared_key(share.id), data, media_type)
            is_same = media_type == paper.file.media_type
            state, name = CopyState.READY, paper.file.name if is_same else "giay-to.png"
        self.shares.copied(share.model_copy(update={"copy_state": state, "file_name": name}))
        return state
