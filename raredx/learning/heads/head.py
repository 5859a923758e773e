"""What a head is, and the register of them; nothing heavy is loaded before one is fitted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pkgutil import resolve_name
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict

from raredx.errors import NotFoundError

if TYPE_CHECKING:
    from raredx.learning.heads.fitted import FittedHead

_heads: dict[str, type[Head]] = {}

AnyHead = TypeVar("AnyHead", bound="type[Head]")


class Head(BaseModel):
    """A way to tell classes apart by features: its fields are its options."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: ClassVar[str]
    title: ClassVar[str]
    when: ClassVar[str]
    """When it is the right choice, in one sentence."""
    seconds: ClassVar[float]
    """To fit and score 589 images of 103 classes with 1,280 features on one core: its cost."""
    fitted: ClassVar[str]
    """Module and class of what it becomes."""

    def fit(
        self,
        features: Any,
        labels: Sequence[str],
        subjects: Sequence[str],
        *,
        classes: Sequence[str],
        seed: int,
    ) -> FittedHead:
        """Learn from training rows.

        Parameters
        ----------
        features : array-like of shape (n, w)
            Of the training images, finite numbers.
        labels : sequence of str
            (n,) what each image shows, all of them among the classes.
        subjects : sequence of str
            (n,) who each image shows; whatever is chosen inside is chosen across subjects.
        classes : sequence of str
            The columns of the scores. One without training images gets -inf.
        seed : int
            The same rows and seed give the same head, bit for bit.

        Examples
        --------
        >>> head = get_head("prototype")(scaling="none", distance="euclidean")
        >>> fitted = head.fit([[0.0], [1], [8], [9]], "aabb", "1234", classes="ab", seed=0)
        >>> fitted.scores([[2.0], [7.0]]).argmax(1).tolist()
        [0, 1]
        """
        from raredx.learning.heads.fitted import single_threaded
        from raredx.learning.heads.rows import Rows

        rows = Rows.of(features, labels, subjects, classes=classes)
        with single_threaded():
            fitted: FittedHead = self.kind().learn(self, rows, seed=seed)
        return fitted

    @classmethod
    def kind(cls) -> type[FittedHead]:
        """The class of what it becomes by fitting."""
        found: type[FittedHead] = resolve_name(cls.fitted)
        return found


def register(
    name: str, *, title: str, when: str, seconds: float, fitted: str
) -> Callable[[AnyHead], AnyHead]:
    """Put the head below on the list, under a name and with what it is for."""

    def keep(head: AnyHead) -> AnyHead:
        if name in _heads:
            raise ValueError(f"two heads are called {name!r}")
        head.name, head.title, head.when = name, title, when
        head.seconds, head.fitted = seconds, fitted
        _heads[name] = head
        return head

    return keep


def all_heads() -> MappingProxyType[str, type[Head]]:
    """Every head by name.

    >>> list(all_heads())
    ['prototype', 'nearest', 'logistic', 'discriminant', 'expected', 'ridge']
    """
    return MappingProxyType(_heads)


def get_head(name: str) -> type[Head]:
    """The head of that name, or an error that lists the names there are.

    >>> get_head("nearest").title
    'Nearest patient'
    """
    if name not in _heads:
        raise NotFoundError(
            f"There is no head {name!r}", remedy=f"Choose one of: {', '.join(_heads)}"
        )
    return _heads[name]
