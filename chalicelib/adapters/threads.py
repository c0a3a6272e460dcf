"""``Together`` and ``InTime`` by threads: AWS, the portal and the nation are waited for at the same time."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from threading import Thread, current_thread
from typing import TypeVar

In = TypeVar("In")
Out = TypeVar("Out")


class Threads:
    """At most ``count`` at once, each named after the thread that asks."""

    def __init__(self, count: int) -> None:
        self._count = count

    def __call__(self, do: Callable[[In], Out], each: Sequence[In]) -> list[Out]:
        """Results in the order of the inputs; raises what the first failing one raises."""
        if len(each) < 2:
            return [do(one) for one in each]
        with ThreadPoolExecutor(
            min(self._count, len(each)), thread_name_prefix=current_thread().name
        ) as pool:
            return [answer.result() for answer in [pool.submit(copy_context().run, do, one) for one in each]]


class Within:
    """A thread for each question, all waited for ``seconds`` together.

    A thread that is late is left to its own time-out: it holds nothing, and what it still brings is not looked at.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def __call__(self, questions: Sequence[Callable[[], Out | None]]) -> list[Out | None]:
        """Raises what a question raised that ended in time."""
        answers: list[Future[Out | None]] = [Future() for _ in questions]
        for question, answer in zip(questions, answers, strict=True):
            Thread(target=_ask, args=(question, answer), daemon=True).start()
        wait(answers, timeout=self._seconds)
        return [answer.result() if answer.done() else None for answer in answers]


def _ask(question: "Callable[[], Out | None]", answer: "Future[Out | None]") -> None:
    try:
        answer.set_result(question())
    except Exception as problem:  # whoever waits is told, not this thread's last words
        answer.set_exception(problem)
