"""Sessions (SESSION_ENGINE): PostgreSQL has them; Redis saves asking for them, and is not missed while it is away."""

from contextlib import suppress
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import cached_db
from django.core.cache import caches
from redis.exceptions import RedisError


class SessionStore(cached_db.SessionStore):
    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self._cache = Helper(caches[settings.SESSION_CACHE_ALIAS])


class Helper:
    """A cache that knows nothing while it is away.

    Five minutes at most, so that no session that ended meanwhile comes back with it.
    """

    def __init__(self, cache: Any) -> None:
        self.cache = cache

    def get(self, key: str) -> Any:
        with suppress(RedisError):
            return self.cache.get(key)
        return None

    def set(self, key: str, value: Any, seconds: int) -> None:
        with suppress(RedisError):
            self.cache.set(key, value, min(seconds, settings.SESSION_TOUCH_SECONDS))

    def delete(self, key: str) -> None:
        with suppress(RedisError):
            self.cache.delete(key)

    def __contains__(self, key: str) -> bool:
        with suppress(RedisError):
            return key in self.cache
        return False
