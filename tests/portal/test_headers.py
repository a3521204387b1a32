import pytest

from portal.headers import PUBLIC_POLICY

STRICT = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


def directives(response):
    policy = response["Content-Security-Policy"]
    return dict(part.strip().split(" ", 1) for part in policy.split(";"))


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/search/?q=%22", "/none/", "/healthz"])
def test_i2_public_answers_let_nothing_foreign_run(client, home_page, path):
    response = client.get(path)

    policy = directives(response)
    assert STRICT.items() <= policy.items()
    assert "unsafe" not in str(policy)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=(self)" in response["Permissions-Policy"]
    assert "Strict-Transport-Security" not in response  # only with TLS


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/search/?q=x", "/none/"])
def test_i2_anonymous_readers_get_no_cookie(client, home_page, path):
    response = client.get(path)

    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.text


@pytest.mark.parametrize(
    "path", ["/cms/", "/cms/images/", "/cms/pages/search/?q=x", "/cms/login/"]
)
def test_i2_the_cms_has_its_own_policy(admin_client, home_page, path):
    response = admin_client.get(path, follow=True)

    policy = directives(response)
    assert response.status_code == 200
    assert "'unsafe-inline'" in policy["script-src"]
    assert policy["object-src"] == "'none'"
    assert policy["frame-ancestors"] == "'self'"
    assert response["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.django_db
def test_cookies_of_a_login_are_guarded(client, django_user_model):
    django_user_model.objects.create_superuser("chief", password="a long password")
    response = client.post(
        "/cms/login/", {"username": "chief", "password": "a long password"}
    )

    assert response.cookies["session"]["httponly"]
    assert response.cookies["session"]["samesite"] == "Lax"
    assert response.cookies["csrftoken"]["httponly"]


@pytest.mark.parametrize("charset", ["utf-7", "gb18030", "utf-16", "nonsense", "idna"])
@pytest.mark.parametrize("path", ["/", "/cms/login/", "/none/"])
def test_i1_a_foreign_charset_is_refused(client, path, charset):
    response = client.generic(
        "POST",
        path,
        b"username=%2B/v8",
        content_type=f"application/x-www-form-urlencoded; charset={charset}",
    )

    assert response.status_code == 400
    assert "UTF-8" in response.text


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", "utf8", '"utf-8"'])
def test_utf_8_is_taken_however_it_is_written(client, db, charset):
    response = client.generic(
        "POST",
        "/cms/login/",
        b"username=a",
        content_type=f"application/x-www-form-urlencoded; charset={charset}",
    )

    assert response.status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:80"},
        {"Host": "testserver:<script>"},
    ],
)
def test_i6_a_foreign_host_is_refused_and_not_repeated(client, home_page, headers):
    response = client.get("/", headers=headers)

    assert response.status_code == 400
    assert "evil" not in response.text
    assert "<script>alert" not in response.text


@pytest.mark.django_db
def test_i6_a_forwarded_host_is_not_believed(client, home_page):
    response = client.get("/", headers={"X-Forwarded-Host": "evil.example"})

    assert response.status_code == 200
    assert "evil.example" not in response.text


def test_the_public_policy_names_no_host():
    assert "http" not in PUBLIC_POLICY
    assert "*" not in PUBLIC_POLICY
