"""The shapes that pages show pictures in.

A look is a crop, some widths and some formats. Small pictures of lists come in
WebP alone: at 400 px AVIF saves one kilobyte in six and costs ten times the
work, which the first reader of a list of twenty would wait for.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wagtail.images.models import Filter

from portal.images.models import Picture, Rendition


@dataclass(frozen=True, kw_only=True)
class Look:
    """`formats` go from the best to the one that every browser shows."""

    crops: tuple[str, ...]
    formats: tuple[str, ...] = ("webp",)
    sizes: str = ""

    def filter(self, crop: str, format: str) -> Filter:
        return Filter(spec=f"{crop}|format-{format}")

    @property
    def filters(self) -> list[Filter]:
        return [
            self.filter(crop, format) for format in self.formats for crop in self.crops
        ]


BEST = ("avif", "webp")
LOOKS = {
    "thumb": Look(crops=("fill-400x250",)),
    "card": Look(crops=("fill-768x432",)),
    "poster": Look(crops=("fill-768x480",)),
    "banner": Look(
        crops=("fill-720x309", "fill-1440x617"),
        formats=BEST,
        sizes="(min-width: 75em) 48rem, 100vw",
    ),
    "film": Look(
        crops=("fill-640x360", "fill-1280x720"),
        formats=BEST,
        sizes="(min-width: 75em) 48rem, 100vw",
    ),
    "body": Look(
        crops=("width-640", "width-1280"),
        formats=BEST,
        sizes="(min-width: 48em) 38rem, 100vw",
    ),
}


def warm(pictures: Iterable[Picture | None], look: str) -> None:
    """Bring the renditions of many pictures into the cache: one query, or none.

    Without this, each picture of a list that is not in the cache asks for its own.
    """
    wanted = dict(_keys(pictures, look))
    if not wanted:
        return
    cache = Rendition.cache_backend
    missing = wanted.keys() - cache.get_many(wanted).keys()
    if not missing:
        return
    asked = {wanted[key].pk: wanted[key] for key in missing}
    found = Rendition.objects.filter(
        image__in=asked, filter_spec__in=[each.spec for each in LOOKS[look].filters]
    )
    cache.set_many(
        {
            Rendition.construct_cache_key(
                asked[rendition.image_id],
                rendition.focal_point_key,
                rendition.filter_spec,
            ): rendition
            for rendition in found
        }
    )


def _keys(
    pictures: Iterable[Picture | None], look: str
) -> Iterator[tuple[str, Picture]]:
    for picture in pictures:
        if picture is not None:
            for each in LOOKS[look].filters:
                yield (
                    Rendition.construct_cache_key(
                        picture, each.get_cache_key(picture), each.spec
                    ),
                    picture,
                )
