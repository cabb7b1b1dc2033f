"""What the name of a value says about it: a credential, an address, something public, or nothing."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache


class Says(Enum):
    """What a name promises of its value."""

    CREDENTIAL = "credential"
    ADDRESS = "address"
    PUBLIC = "public"
    NOTHING = "nothing"


def words(text: str) -> tuple[str, ...]:
    """The words of a text, which is a shorter way to write a long list of them."""
    return tuple(text.split())


_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")

#: A word that ends like this says credential: PGPASSWORD, refreshToken, clientsecret.
_CREDENTIAL_ENDS = words(
    """
    password passwords passwd passphrase secret secrets token tokens apikey apikeys credential
    credentials secretkey privatekey accesskey accountkey connectionstring
    """
)
_CREDENTIAL_WORDS = frozenset(
    words(
        """
        auth authorization bearer creds dockerconfigjson dsn htpasswd jwt masterauth netrc pass pgpass
        primaryauth pw pwd requirepass
        """
    )
)
#: A key is a secret one if the word before it says so; so is a string that connects.
_SECRET_KEYS = frozenset(
    words(
        """
        access account aes api app auth cipher cookie crypto deploy encryption hmac jwt license master
        private sas secret session shared signing ssh tls
        """
    )
)
_CONNECTS = frozenset(("connection", "conn", "connect"))
#: What ends with one of these is about a credential, not one: secretName, tokenUrl, ACCESS_KEY_ID.
_ABOUT = frozenset(
    words(
        """
        address alg algorithm algorithms allowed annotations attempts audience audiences authenticator
        authenticators backend bits bucket ca callback callbacks cert certificate certs check checks claim
        class cost count crt days dir directory disabled domain driver duration enable enabled encoding
        endpoint endpoints engine expiration expires expiry field file filename files filter filters flow
        flows format generation grant grants group handler handlers header headers host hostname hosts hours
        id ids interval issuer kind label labels length lifetime limit manager max method methods middleware
        min minutes mode model mount mountpoint name names namespace namespaces number path paths pattern
        pem permission permissions plugin policy port prefix provider providers pub quota rate realm
        redirect redirects ref refresh refs regex region required resource resources response responses role
        roles rotation rounds route routes scope scopes seconds selector serializer server service size
        source state status store strategy strength style suffix template timeout ttl type types uri uris
        url urls user username validator validators verify version
        """
    )
)
_ADDRESS_WORDS = frozenset(
    words(
        """
        addr address addresses addrs backend bootstrap broker brokers domain endpoint endpoints fqdn host
        hostname hostnames hosts peer peers seeds server servers service svc target targets upstream
        upstreams uri uris url urls
        """
    )
)
_PUBLIC_WORDS = frozenset(
    words(
        """
        audience bucket ca cacert cert certificate crt database db dbname email id issuer login name
        namespace port pub region schema sid user username
        """
    )
)


def parts(name: str) -> list[str]:
    """The words of a name, in small letters: `dbUserName` and `DB_USER-NAME` are `db user name`."""
    return [word.lower() for word in _WORD.findall(name)]


#: What comes before a key that is meant for everybody.
_PUBLIC_KEYS = (["public"], ["publishable"], ["site"])


@lru_cache(maxsize=8192)
def says(name: str) -> Says:
    """What `name` says: `DB_PASSWORD`, `--auth-token` a credential, `DB_HOST` an address, `user` neither."""
    words = parts(name)
    if not words:
        return Says.NOTHING
    if words[-1] == "key" and words[-2:-1] in _PUBLIC_KEYS:
        return Says.PUBLIC
    if words[-1] not in _ABOUT and any(_is_credential(words, place) for place in range(len(words))):
        return Says.CREDENTIAL
    if not _ADDRESS_WORDS.isdisjoint(words) or (
        words[-1] != "vhost" and words[-1].endswith(("host", "addr", "url", "uri", "server"))
    ):
        return Says.ADDRESS
    if words[-1] in _PUBLIC_WORDS or words[-1].endswith(("user", "username")):
        return Says.PUBLIC
    return Says.NOTHING


def _is_credential(words: list[str], place: int) -> bool:
    word, before = words[place], words[place - 1] if place else ""
    return (
        word in _CREDENTIAL_WORDS
        or word.endswith(_CREDENTIAL_ENDS)
        or (word in ("key", "keys") and before in _SECRET_KEYS)
        or (word in ("string", "str") and before in _CONNECTS)
    )
