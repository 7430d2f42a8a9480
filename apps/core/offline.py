"""Pages that a device may keep to show them without network (docs/architecture.md, "Entry without network")."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

OFFLINE_PAGE, DELIVERY = "X-Offline-Page", "X-Delivery"
View = Callable[..., HttpResponse]


def keep_offline(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Lets the service worker keep this page for this person; whoever signs in next empties what it keeps."""
    if response.status_code == 200:
        response[OFFLINE_PAGE] = str(request.user.pk)
    return response


def is_delivery(request: HttpRequest) -> bool:
    """A form that a script sends: it wants an address or a sentence, not a page (DeliveryMiddleware)."""
    return DELIVERY in request.headers


def kept_offline(view: View) -> View:
    """The same for a view whose every page may be kept: nothing on it but what the person may enter."""

    @wraps(view)
    def kept(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return keep_offline(request, view(request, *args, **kwargs))

    return kept
