from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envpolicy.values import Views
from envpolicy.values.names import Says, says

VIEWS = Views(b"key")
PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIabcdefgh\n-----END RSA PRIVATE KEY-----\n"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.abcdefghijk"


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def inside(view: dict[str, Any], text: str) -> bool:
    return VIEWS.digest(text) in view["digests"]


def addresses(value: str, name: str = "", *, secret: bool = False) -> list[tuple[str, str, int, str, str]]:
    known = {VIEWS.digest(text): text for text in ("", "shop", "u", "v", "1", "/vh", "svc", "v1")}
    return [
        (url["scheme"], url["host"], url["port"], known[url["path"]], known[url["user"]])
        for url in VIEWS.of(value, name, secret=secret)["urls"]
    ]


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        *(
            (name, Says.CREDENTIAL)
            for name in ("DB_PASSWORD", "apiKey", "PGPASSWORD", "MYSQL_PWD", "--auth-token")
        ),
        *(
            (name, Says.CREDENTIAL)
            for name in ("tls.key", "AWS_SECRET_ACCESS_KEY", "connectionString", "JWT_KEY")
        ),
        *(
            (name, Says.CREDENTIAL)
            for name in ("SENTRY_DSN", "Authorization", "clientsecret", "SESSION_KEY", "creds")
        ),
        *(
            (name, Says.ADDRESS)
            for name in ("DB_HOST", "tokenUrl", "KAFKA_BROKERS", "pghost", "auth-url", "endpoint")
        ),
        *(
            (name, Says.PUBLIC)
            for name in ("username", "ACCESS_KEY_ID", "ca.crt", "tls.crt", "secretName", "pguser")
        ),
        *(
            (name, Says.NOTHING)
            for name in ("", "42", "PASSWORD_MIN_LENGTH", "passwordFile", "authMode", "colour")
        ),
        *((name, Says.NOTHING) for name in ("monkey", "keyboard", "author")),
    ],
)
def test_a_name_says_what_its_value_is(name: str, meaning: Says) -> None:
    assert says(name) is meaning


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (
            "postgres://u:pw@db.prod.svc:5432/shop?sslmode=require",
            ("postgres", "db.prod.svc", 5432, "shop", "u"),
        ),
        ("postgresql+asyncpg://u:pw@DB.prod/shop", ("postgres", "db.prod", 5432, "shop", "u")),
        ("mysql://db.prod/shop?user=u&password=pw", ("mysql", "db.prod", 3306, "shop", "u")),
        ("postgres://u:p/s?s@db.prod/shop", ("postgres", "db.prod", 5432, "shop", "u")),
        ("postgres://u:p%40ss@db.prod/shop", ("postgres", "db.prod", 5432, "shop", "u")),
        ("jdbc:postgresql://db.prod/shop?user=u&password=pw", ("postgres", "db.prod", 5432, "shop", "u")),
        (
            "jdbc:sqlserver://db.prod;databaseName=shop;user=u;password=pw",
            ("sqlserver", "db.prod", 1433, "shop", "u"),
        ),
        ("jdbc:oracle:thin:u/pw@//ora.prod:1521/svc", ("oracle", "ora.prod", 1521, "svc", "u")),
        ("jdbc:oracle:thin:u/pw@ora.prod:1521:svc", ("oracle", "ora.prod", 1521, "svc", "u")),
        ("u:pw@tcp(db.prod:3306)/shop?parseTime=true", ("mysql", "db.prod", 3306, "shop", "u")),
        ("u:pw@db.prod:5432/shop", ("", "db.prod", 5432, "shop", "u")),
        ("host=db.prod user=u password='p w' dbname=shop", ("postgres", "db.prod", 0, "shop", "u")),
        (
            "Server=tcp:db.prod,1433;Database=shop;User Id=u;Password=p w;",
            ("sqlserver", "db.prod", 1433, "shop", "u"),
        ),
        ("redis://:pw@redis:6379/1", ("redis", "redis", 6379, "1", "")),
        ("amqp://u:pw@mq.prod/%2Fvh", ("amqp", "mq.prod", 5672, "/vh", "u")),
        ("https://[fd00::1]:8443/v1", ("https", "fd00::1", 8443, "v1", "")),
        ("db.prod:5432", ("", "db.prod", 5432, "", "")),
        ('see "https://db.prod/v1".', ("https", "db.prod", 443, "v1", "")),
    ],
)
def test_addresses_are_parsed(value: str, found: tuple[str, str, int, str, str]) -> None:
    if found[0] == "postgres" and found[2] == 0:
        found = (found[0], found[1], 5432, found[3], found[4])
    assert addresses(value) == [found]
    assert VIEWS.of(value)["hosts"] == [found[1]]


def test_lists_of_addresses_are_taken_apart() -> None:
    hosts = ["a.b.net", "c.b.net"]
    for value in (
        "mongodb+srv://u:pw@a.b.net,c.b.net:27018/x",
        "a.b.net:9092,c.b.net:9092",
        "http://a.b.net,http://c.b.net/x",
    ):
        assert VIEWS.of(value)["hosts"] == hosts


@pytest.mark.parametrize(
    "value",
    [
        "true",
        "1.2.3",
        "v1.2.3",
        "nginx:1.2",
        "redis:7",
        "/etc/app.conf",
        "12:30",
        "a b",
        "postgres",
        "-x",
        "{{ .host }}",
    ],
)
def test_what_is_no_address_gives_no_host(value: str) -> None:
    assert VIEWS.of(value, "MODE")["hosts"] == []


def test_a_single_word_is_a_host_where_its_name_says_so() -> None:
    assert VIEWS.of("db", "DB_HOST")["hosts"] == ["db"]
    assert VIEWS.of("--db-host=db")["hosts"] == ["db"]
    assert VIEWS.of("db", "db-host")["hosts"] == ["db"]


def test_secret_values_are_not_taken_for_hosts() -> None:
    assert VIEWS.of("Abcd.Efgh", "something", secret=True)["hosts"] == []
    assert VIEWS.of("Abcd.Efgh", "password")["hosts"] == []
    assert VIEWS.of("db.prod", "host", secret=True)["hosts"] == ["db.prod"]


@pytest.mark.parametrize(
    ("value", "inner"),
    [
        (" hunter22hunter\n", "hunter22hunter"),
        (b64("hunter22hunter"), "hunter22hunter"),
        (b64("hunter22hunter\n"), "hunter22hunter"),
        ("postgres://u:hunter22hunter@db/x", "hunter22hunter"),
        ("postgres://u:hunter%4022@db/x", "hunter@22"),
        ("run --password=hunter22hunter --x", "hunter22hunter"),
        ("run --password hunter22hunter", "hunter22hunter"),
        ("curl -H 'Authorization: Bearer abcdefghij'", "Bearer abcdefghij"),
        ("a.b=1\ndb.password = two words, here\n", "two words, here"),
        ('{"db": {"password": "hunter22hunter"}}', "hunter22hunter"),
        ('{"db":{"password":"hunter22hunter","x":1}}', "hunter22hunter"),
        ("db:\n  password: 'hunter22hunter' # old\n", "hunter22hunter"),
        ("export API_KEY=hunter22hunter; run", "hunter22hunter"),
    ],
)
def test_the_same_credential_is_found_in_other_clothes(value: str, inner: str) -> None:
    view = VIEWS.of(value, "x")
    assert inside(view, inner)
    assert VIEWS.of(value, "x", secret=True)["credential"]


def test_a_user_and_a_database_can_be_compared_with_values_of_their_own() -> None:
    (url,) = VIEWS.of("postgres://shopper:pw@db.prod/shop")["urls"]
    assert url["user"] in VIEWS.of("shopper", "DB_USER")["digests"]
    assert url["path"] in VIEWS.of("shop", "DB_NAME")["digests"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("a", "hunter22hunter"),
        ("password", "12345678"),
        ("a", PEM),
        ("tls.key", PEM),
        ("a", JWT),
        ("config.yaml", "a: b\nhost: db.prod\nmail_pass: x\n"),
        ("list.txt", "a kJ8sPq2XvB7nRt4LmZ9wYc1D\nb\n"),
        (".pgpass", "db:5432:shop:shop:hunter22\n"),
        ("dsn", "https://0123456789abcdef01234567@sentry.example/42"),
        ("url", "postgres://u:pw@db.prod/shop"),
        ("url", "https://hooks.example/services/T000/XXXXabcd1234efgh5678ZZqq"),
        ("username", JWT),
    ],
)
def test_in_a_secret_what_may_be_one_counts(name: str, value: str) -> None:
    assert VIEWS.of(value, name, secret=True)["credential"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("a", "short"),
        ("a", "true"),
        ("a", "12345678"),
        ("a", "2026-03-02T10:00:00Z"),
        ("engine", "postgresql"),
        ("mode", "pre-production"),
        ("config.yaml", "log:\n  level: info\nhost: db.prod\n"),
        ("STRIPE_PUBLISHABLE_KEY", "pk_live_abcdefghijklmnop1234"),
        ("STRIPE_KEY", "sk_test_abcdefghijklmnop1234"),
        ("RECAPTCHA_SITE_KEY", "6LeIxAcTAAAAAJcZVRqyHh71UMIEGNQ_MXjiZKhI"),
        ("username", "long-user-name"),
        ("host", "db.prod.svc.cluster.local"),
        ("url", "https://api.example.com/v1"),
        ("port", "54320000"),
        ("ca.crt", "-----BEGIN CERTIFICATE-----\nMIIabc\n-----END CERTIFICATE-----\n"),
        ("tls.crt", "-----BEGIN CERTIFICATE-----\nMIIabc\n-----END CERTIFICATE-----\n"),
        ("id_rsa.pub", "ssh-rsa AAAAB3NzaC1yc2E me@host"),
        ("password", "ENC[AES256_GCM,data:abc,type:str]"),
        ("password", "$(DB_PASSWORD)"),
        ("password", "${DB_PASSWORD}"),
        ("password", "#{db-password-of-stage}#"),
        ("ConnectionStrings__Db", "Server=tcp:#{server}#,1433;User Id=app;Password=#{sqlPassword}#;"),
        ("password", "{{ .Values.password }}"),
    ],
)
def test_what_is_plain_does_not_count_even_in_a_secret(name: str, value: str) -> None:
    assert not VIEWS.of(value, name, secret=True)["credential"]


@pytest.mark.parametrize(
    ("name", "value", "credential"),
    [
        ("DB_PASSWORD", "changeme-please", True),
        ("DB_PASSWORD", "pw", False),
        ("TOKEN_TTL", "3600seconds", False),
        ("AUTH", "disabled", False),
        ("GREETING", "hello there, everybody", False),
        ("TENANT", "01234567-89ab-cdef-0123-456789abcdef", False),
        ("COMMIT", "0123456789abcdef0123456789abcdef01234567", False),
        ("X", "aB3dE5gH7jK9mN1pQ3sT5v", True),
        ("X", "ghp_abcdefghijklmnopqrstuvwxyz012345", True),
        ("X", JWT, True),
        ("X", PEM, True),
        ("API_URL", "https://api.example.com/v1", False),
        ("DATABASE_URL", "postgres://u:pw@db.prod/shop", True),
        ("DATABASE_URL", "postgres://$(U):$(P)@db.prod/shop", False),
        ("app.properties", "a=b\npassword=hunter22hunter\n", True),
        ("app.properties", "a=b\npassword=${PASSWORD}\n", False),
        ("", "--password=hunter22hunter", True),
        ("", "--password-file=/run/secrets/db", False),
    ],
)
def test_elsewhere_a_credential_must_look_like_one(name: str, value: str, credential: bool) -> None:
    assert VIEWS.of(value, name)["credential"] is credential


def test_data_is_base64_and_what_is_not_is_taken_as_it_is() -> None:
    assert inside(VIEWS.of_data(b64("hunter22hunter"), "a", secret=True), "hunter22hunter")
    assert inside(VIEWS.of_data("not base64!", "a", secret=True), "not base64!")
    view = VIEWS.of_data(base64.b64encode(b"\xff\xfe" * 8).decode(), "keystore", secret=True)
    assert view == {"digests": [VIEWS.digest(b"\xff\xfe" * 8)], "credential": True, "urls": [], "hosts": []}


def test_a_docker_configuration_says_its_registries() -> None:
    for config in (
        {"auths": {"https://Registry.example/v1/": {"auth": b64("u:hunter22hunter")}}},
        {"registry.example": {"username": "u", "password": "hunter22hunter", "auth": "x"}},
    ):
        view = VIEWS.of(json.dumps(config), ".dockerconfigjson", secret=True)
        assert view["registries"] == [
            {
                "registry": "registry.example",
                "user": VIEWS.digest("u"),
                "auth": VIEWS.digest("hunter22hunter"),
            }
        ]


def test_a_kubeconfig_says_its_servers() -> None:
    text = "apiVersion: v1\nkind: Config\nclusters:\n- cluster:\n    server: https://u:pw@api.prod:6443\ncontexts: []\n"
    assert VIEWS.of(text, "kubeconfig", secret=True)["kubeconfig"] == {"servers": ["https://api.prod:6443"]}


@pytest.mark.parametrize(
    ("value", "name", "word"),
    [
        ("shop", "SHOP_DB_NAME", "database"),
        ("shop", "PGDATABASE", "database"),
        ("shop", "S3_BUCKET", "bucket"),
        ("shop", "bucketName", "bucket"),
        ("shop", "oidc-client-id", "client-id"),
        ("shop", "KAFKA_TOPIC", "topic"),
        ("shop", "ELASTIC_INDEX_PREFIX", "index"),
        ("run --bucket=shop", "", "bucket"),
        ("run --bucket shop", "", "bucket"),
        ("oidc:\n  client-id: shop\n", "app.yaml", "client-id"),
    ],
)
def test_a_name_says_what_the_value_belongs_to(value: str, name: str, word: str) -> None:
    assert VIEWS.of(value, name)["says"] == {word: [VIEWS.digest("shop")]}


@pytest.mark.parametrize(
    ("value", "name"),
    [("shop", "APP_NAME"), ("$(BUCKET)", "BUCKET"), ("", "BUCKET"), ("a\nb", "BUCKET"), ("${X}", "DB_NAME")],
)
def test_what_is_named_otherwise_or_not_there_says_nothing(value: str, name: str) -> None:
    assert "says" not in VIEWS.of(value, name)


@pytest.mark.parametrize(
    ("value", "endpoint", "path"),
    [
        ("s3://shop/a/b/", "s3", ["a/b", "a", ""]),
        ("gs://shop", "gs", [""]),
        ("https://shop.s3.eu-north-1.amazonaws.com/a", "s3", ["a", ""]),
        ("https://s3.eu-north-1.amazonaws.com/shop/a", "s3", ["a", ""]),
        ("https://storage.googleapis.com/shop", "gs", [""]),
        ("https://team.blob.core.windows.net/shop/a", VIEWS.digest("team"), ["a", ""]),
        ("abfss://shop@team.dfs.core.windows.net/a", VIEWS.digest("team"), ["a", ""]),
    ],
)
def test_addresses_of_buckets(value: str, endpoint: str, path: list[str]) -> None:
    above = [VIEWS.digest(step) for step in path]
    assert VIEWS.of(value, "X")["buckets"] == [
        {"endpoint": endpoint, "bucket": VIEWS.digest("shop"), "above": above}
    ]


@pytest.mark.parametrize(
    ("value", "name", "service"),
    [
        ("abcdefghijkl", "SMTP_PASSWORD", True),
        ("sk_live_abcdefghijkl", "KEY", True),
        ("https://hooks.example.com/services/T000/XXXXabcd1234efgh5678ZZqq", "X", True),
        ("https://u:abcdefghijkl@api.example.com/v1", "API_URL", True),
        ("https://u:abcdefghijkl@api.prod.svc/v1", "API_URL", False),
        ("https://u:abcdefghijkl@10.0.0.7/v1", "API_URL", False),
        ("postgres://u:abcdefghijkl@db.example.com/x", "DATABASE_URL", False),
        ("abcdefghijkl", "DB_PASSWORD", False),
        ("short", "SMTP_PASSWORD", False),
    ],
)
def test_keys_of_other_peoples_services(value: str, name: str, service: bool) -> None:
    assert VIEWS.of(value, name).get("service", False) is service


def test_ports_and_schemas() -> None:
    assert VIEWS.of("5433", "DB_PORT")["port"] == 5433
    assert "port" not in VIEWS.of("hunter22", "DB_PORT")
    (url,) = VIEWS.of("postgres://db/shop?currentSchema=shop", "DATABASE_URL")["urls"]
    assert url["schema"] == VIEWS.digest("shop")


def test_digests_mean_nothing_in_another_run() -> None:
    assert Views().digest("x") != Views().digest("x")
    assert Views(b"k").digest("x") == Views(b"k").digest("x")


# Words that no rule adds by itself, so that finding one in a view means that it got through.
MARK = st.text("QZXJ", min_size=4, max_size=8).map(lambda text: f"Zq9{text}7")


@given(
    MARK,
    st.sampled_from(
        [
            "{}", " {}\n", "postgres://u:{}@h/d", "redis://:{}@h", "https://{}@h", "run --password={} x",
            "--token {}", "a: b\npassword: {}\n", '{{"password":"{}"}}', "Bearer {}", "u:{}@tcp(h:1)/d",
            "host=h password={}", "Server=h;Password={};Database=d", "jdbc:oracle:thin:u/{}@h:1:s",
            "postgres://h/d?password={}", "postgres://u:a/{}@h/d", "postgres://u:{}/a@h/d", "postgres://u:{}#a@h/d",
        ]
    ),
    st.sampled_from(["", "password", "DATABASE_URL", "x"]),
    st.booleans(),
    st.integers(0, 2),
)  # fmt: skip
def test_no_view_shows_what_it_is_of(mark: str, form: str, name: str, secret: bool, layers: int) -> None:
    text = form.format(mark)
    if form.strip() == "{}" and name == "DATABASE_URL":
        return  # one word under the name of an address is the address
    for _ in range(layers):
        text = b64(text)
    shown = json.dumps(Views().of(text, name, secret=secret)).lower()
    assert mark.lower() not in shown
    assert b64(mark).lower() not in shown


@given(
    st.text() | st.from_regex(r"[a-z:/@=\-. ,;\[\]\"'?%{}]{0,40}", fullmatch=True),
    st.text(max_size=8),
    st.booleans(),
)
def test_any_text_has_a_view(text: str, name: str, secret: bool) -> None:
    view = Views(b"k").of(text, name, secret=secret)
    assert set(view) >= {"digests", "credential", "urls", "hosts"}
    assert all(len(digest) == 32 for digest in view["digests"])
    assert not view["credential"] or len(text.strip().encode("utf-8", "surrogatepass")) >= 8


def test_full_names_of_services_are_hosts_in_any_text() -> None:
    text = "upstream a {\n  server web-0.web.shop.svc.cluster.local:80;\n  server db.shop.svc;\n}\n"
    assert VIEWS.of(text, "nginx.conf")["hosts"] == ["web-0.web.shop.svc.cluster.local", "db.shop.svc"]
    assert VIEWS.of("import a.b.svc.Handler;\nimport x;", "code")["hosts"] == []
    assert VIEWS.of("http://db.shop.svc/x\n", "url")["hosts"] == ["db.shop.svc"]


def test_a_corefile_tells_the_plugins_that_decide_who_may_ask() -> None:
    text = ".:53 {\n  acl {\n    allow net 10.0.0.0/8\n  }\n  cache 30\n  policy x\n}\n"
    assert VIEWS.of(text, "Corefile")["plugins"] == ["acl", "policy"]
    assert "plugins" not in VIEWS.of(text, "other")


def test_issuers_are_told_by_host_and_path_and_redirects_are_none() -> None:
    realm = {"host": "id.example.com", "path": VIEWS.digest("realms/shop")}
    for name, value in (
        ("OIDC_ISSUER_URL", "https://id.example.com/realms/shop/"),
        ("", "--oidc-issuer-url=https://id.example.com/realms/shop/.well-known/openid-configuration"),
        ("app.yaml", "oidc:\n  issuer: https://id.example.com/realms/shop\n"),
    ):
        assert VIEWS.of(value, name)["issuers"] == [realm]
    assert "issuers" not in VIEWS.of("https://shop.example.com/back", "OIDC_REDIRECT_URL")


def test_client_ids_are_those_of_identity_providers_and_some_are_one_of_their_kind() -> None:
    assert VIEWS.of("web", "OIDC_CLIENT_ID")["says"] == {"client-id": [VIEWS.digest("web")]}
    assert "clients" not in VIEWS.of("web", "OIDC_CLIENT_ID")
    assert "says" not in VIEWS.of("web", "MQTT_CLIENT_ID")
    unique = "123-abc.apps.googleusercontent.com"
    assert VIEWS.of(unique, "GOOGLE_CLIENT_ID")["clients"] == [VIEWS.digest(unique)]


def test_a_name_tells_source_and_target_and_brokers_with_a_usual_place() -> None:
    assert VIEWS.of("db", "SOURCE_DB_HOST")["role"] == "source"
    assert VIEWS.of("--target-url=postgres://db/x")["role"] == "target"
    assert VIEWS.of("redis", "REDIS_HOST")["usual"]
    assert VIEWS.of("0", "REDIS_DB")["says"] == {"vhost": [""]}
    assert "usual" not in VIEWS.of("kafka", "KAFKA_BROKERS")


def test_a_queue_has_one_form_whichever_way_it_is_named() -> None:
    url = VIEWS.of("https://sqs.eu-north-1.amazonaws.com/123456789012/orders", "X")
    arn = VIEWS.of("arn:aws:sqs:eu-north-1:123456789012:orders", "Y")
    other = VIEWS.of("arn:aws:sqs:eu-north-1:123456789012:tests", "Y")
    assert url["says"] == arn["says"] != other["says"]


def test_an_alias_of_a_key_is_none_to_compare() -> None:
    """`alias/shop` is another key in every account; the ARN of one says the account."""
    arn = "arn:aws:kms:eu-north-1:111111111111:alias/shop"
    assert VIEWS.of(arn, "S3_KMS_KEY_ID")["says"] == {"kms-key": [VIEWS.digest(arn)]}
    assert VIEWS.of("alias/shop", "S3_KMS_KEY_ID")["says"] == {"kms-key": []}


def test_the_older_docker_configuration_says_its_registries() -> None:
    login = {"r.example": {"username": "robot", "password": "hunter22hunter"}}
    (registry,) = VIEWS.of(json.dumps(login), ".dockercfg")["registries"]
    assert registry["registry"] == "r.example"
    assert registry["auth"] == VIEWS.digest("hunter22hunter")
    other = {"db.example": {"password": "hunter22hunter", "port": 5432}}
    assert "registries" not in VIEWS.of(json.dumps(other), "settings.json")


def test_a_short_password_of_a_registry_is_none_to_compare() -> None:
    login = {"auths": {"r.example": {"username": "robot", "password": "abc"}}}
    (registry,) = VIEWS.of(json.dumps(login), ".dockerconfigjson")["registries"]
    assert registry["auth"] == ""


@pytest.mark.parametrize(
    "text",
    [
        'export REDIS_PASSWORD="$(< "${REDIS_PASSWORD_FILE}")"\n[[ -n "$REDIS_PASSWORD" ]] && exec ping\n',
        "PGPASSWORD=$POSTGRES_PASSWORD psql -w -U postgres\n",
        "export MYSQL_PWD=`cat /secrets/password`\n",
        "[auth.generic_oauth]\nclient_secret = $__file{/etc/secrets/oauth}\n",
        "module.exports = { password: process.env.DB_PASSWORD }\n",
        "SECRET_KEY = os.environ['SECRET_KEY']\n",
        'skip_auth_routes = ["^/health"]\npassword_authentication = "disabled"\n',
    ],
)
def test_scripts_and_settings_that_fetch_a_credential_hold_none(text: str) -> None:
    assert not VIEWS.of(text)["credential"]


@pytest.mark.parametrize(
    "text", ["password: $ecretPassw0rd!\n", 'password = "12345678"\n', "${A}\ntoken: abcdefgh\n"]
)
def test_what_only_begins_like_a_reference_is_a_credential(text: str) -> None:
    assert VIEWS.of(text)["credential"]


def test_lines_of_a_file_go_by_what_stands_around_them() -> None:
    text = "database:\n  host: db.example.com\n  port: 5433\n  name: shop\nother:\n  name: x\n"
    host, port, name = VIEWS.of(text, "config.yaml")["settings"]
    assert (host["hosts"], host["about"], port["port"]) == (["db.example.com"], "database", 5433)
    assert name["says"] == {"database": [VIEWS.digest("shop")]}
    assert host["start"] == port["start"] == name["start"]


@pytest.mark.parametrize(
    "text",
    [
        "[database]\nhost = db.example.com\n",
        'x: 1\n"db": {\n  "host": "db.example.com",\n}\n',
        "export DB_HOST=db.example.com\n# DB_HOST=old.example.com\n",
        "- db:\n    primary:\n      host: db.example.com\n",
    ],
)
def test_any_form_of_file_names_its_database(text: str) -> None:
    (line,) = VIEWS.of(text, "file", secret=True)["settings"]
    assert (line["hosts"], line["about"]) == (["db.example.com"], "database")


@pytest.mark.parametrize(
    "text", ["database:\n  host: ${DB_HOST}\n", "hosts are told elsewhere", "a:\n  severity: info\n"]
)
def test_lines_that_tell_nothing_are_no_settings(text: str) -> None:
    assert "settings" not in VIEWS.of(text, "file")


def test_programs_say_whether_data_are_read_or_written() -> None:
    text = (
        "pg_dump -h prod.x -p 5433 -d shop | pg_restore --host=test.x -d shop; psql postgres://third.x/shop"
    )
    found = [(one["host"], one["port"], one.get("role")) for one in VIEWS.of(text)["urls"]]
    assert found == [("prod.x", 5433, "source"), ("test.x", 5432, "target"), ("third.x", 5432, None)]


@pytest.mark.parametrize(
    "text",
    [
        "port 6379\nrequirepass s3cr3t-redis\n",
        'masterauth "s3cr3t-redis"',
        "sentinel auth-pass main s3cr3t-redis",
    ],
)
def test_the_passwords_of_a_redis_are_credentials(text: str) -> None:
    view = VIEWS.of(text, "redis.conf")
    assert view["credential"]
    assert inside(view, "s3cr3t-redis")


@pytest.mark.parametrize(
    "text", ["# requirepass foobared\nport 6379\n", "the requirepass option", "requirepass ${PW}"]
)
def test_a_comment_on_passwords_of_a_redis_is_none(text: str) -> None:
    assert not VIEWS.of(text, "redis.conf")["credential"]


def test_a_virtual_host_is_no_address_and_the_name_of_an_account_no_credential() -> None:
    assert says("RABBITMQ_VHOST") is Says.NOTHING
    assert not VIEWS.of("AC0123456789abcdefGHIJKLMNopqrst", "TWILIO_ACCOUNT_SID")["credential"]


def test_an_argument_says_what_its_value_belongs_to() -> None:
    view = VIEWS.of("--db-host=db.example.com")
    assert (view["hosts"], view["about"]) == (["db.example.com"], "database")
    assert VIEWS.of("--db-port=5433")["port"] == 5433


def test_a_collector_says_where_it_sends_and_as_whom() -> None:
    text = (
        "exporters:\n  otlphttp/a:\n    endpoint: https://otel.x\n    headers:\n      X-Scope-OrgID: prod\n"
    )
    sent = VIEWS.of(text, "relay.yaml")["telemetry"]
    assert sent == {"hosts": ["otel.x"], "sender": VIEWS.digest("prod")}
    assert "telemetry" not in VIEWS.of(text + "resource:\n  environment: prod\n", "relay.yaml")


def test_an_output_of_fluent_bit_says_where_it_sends() -> None:
    text = "[INPUT]\n    Name tail\n[OUTPUT]\n    Name loki\n    Match *\n    Host loki.example\n    Tenant_ID prod\n"
    assert VIEWS.of(text, "f.conf")["telemetry"] == {
        "hosts": ["loki.example"],
        "sender": VIEWS.digest("prod"),
    }
