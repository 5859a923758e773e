"""What a head is, and the register of them; nothing heavy is loaded before one is fitted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pkgutil import resolve_name
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeVar

from pydantic import BaseModel, ConfigDict

from raredx.errors import NotFoundError
from raredx.learning.heads.around import Around

if TYPE_CHECKING:
    from raredx.learning.heads.fitted import FittedHead

_heads: dict[str, type[Head]] = {}

Sees = Literal["features", "pictures"]
AnyHead = TypeVar("AnyHead", bound="type[Head]")


class Head(BaseModel):
    """A way to tell classes apart: its fields are its options."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: ClassVar[str]
    title: ClassVar[str]
    when: ClassVar[str]
    """When it is the right choice, in one sentence."""
    seconds: ClassVar[float]
    """To fit and score 589 images of 103 classes with 1,280 features on one core: its cost."""
    fitted: ClassVar[str]
    """Module and class of what it becomes."""
    sees: ClassVar[Sees]
    """What it is given of images: features that stay as they are, or the pictures themselves."""

    def fit(
        self,
        features: Any,
        labels: Sequence[str],
        subjects: Sequence[str],
        *,
        classes: Sequence[str],
        seed: int,
        around: Around | None = None,
    ) -> FittedHead:
        """Learn from training rows.

        Parameters
        ----------
        features : array-like of shape (n, w)
            Of the training images, finite numbers; for a head that sees pictures these,
            (n, side, side, 3) bytes.
        labels : sequence of str
            (n,) what each image shows, all of them among the classes.
        subjects : sequence of str
            (n,) who each image shows; whatever is chosen inside is chosen across subjects.
        classes : sequence of str
            The columns of the scores. One without training images gets -inf.
        seed : int
            The same rows and seed give the same head, bit for bit.
        around : Around, optional
            What a head that trains a network needs beside.

        Examples
        --------
        >>> head = get_head("prototype")(scaling="none", distance="euclidean")
        >>> fitted = head.fit([[0.0], [1], [8], [9]], "aabb", "1234", classes="ab", seed=0)
        >>> fitted.scores([[2.0], [7.0]]).argmax(1).tolist()
        [0, 1]
        """
        from raredx.learning.heads.rows import Rows

        pictures = self.sees == "pictures"
        rows = Rows.of(features, labels, subjects, classes=classes, pictures=pictures)
        with self.threads():
            fitted: FittedHead = self.kind().learn(self, rows, seed=seed, around=around or Around())
        return fitted

    @classmethod
    def threads(cls) -> AbstractContextManager[Any]:
        """All threads for a network; one for products of features, which are small."""
        from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

        return nullcontext() if cls.sees == "pictures" else threadpool_limits(1)

    @classmethod
    def kind(cls) -> type[FittedHead]:
        """The class of what it becomes by fitting."""
        found: type[FittedHead] = resolve_name(cls.fitted)
        return found


def register(
    name: str, *, title: str, when: str, seconds: float, fitted: str, sees: Sees = "features"
) -> Callable[[AnyHead], AnyHead]:
    """Put the head below on the list, under a name and with what it is for."""

    def keep(head: AnyHead) -> AnyHead:
        if name in _heads:
            raise ValueError(f"two heads are called {name!r}")
        head.name, head.title, head.when = name, title, when
        head.seconds, head.fitted, head.sees = seconds, fitted, sees
        _heads[name] = head
        return head

    return keep


def all_heads(*, sees: Sees | None = None) -> MappingProxyType[str, type[Head]]:
    """Every head by name, or those that see the same.

    >>> list(all_heads(sees="features"))
    ['prototype', 'nearest', 'logistic', 'discriminant', 'expected', 'ridge']
    >>> list(all_heads(sees="pictures"))
    ['tuned']
    """
    return MappingProxyType(
        {name: head for name, head in _heads.items() if sees in (None, head.sees)}
    )


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
