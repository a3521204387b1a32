"""What Wagtail and its companions are told."""

LANGUAGES = [("zh-hans", "简体中文")]
CMS_PATH = "cms/"
WAGTAIL_SITE_NAME = "临溪双创"
WAGTAILADMIN_BASE_URL = "http://127.0.0.1:8000"
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "portal.search.backends", "ATOMIC_REBUILD": False}
}
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = False
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True  # what changed is read again
WAGTAIL_PASSWORD_RESET_ENABLED = False  # until somebody can send mail
# No calls to the outside.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILIMAGES_IMAGE_MODEL = "images.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "portal.images.forms.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "avif", "heic"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 2**20
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILDOCS_DOCUMENT_MODEL = "images.Attachment"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 2**20
WAGTAILDOCS_DOCUMENT_FORM_BASE = "portal.images.forms.AttachmentForm"
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "wps", "et", "txt", "csv"]
WAGTAILMEDIA = {
    "MEDIA_MODEL": "media.Recording",
    "MEDIA_FORM_BASE": "portal.media.forms.MediaForm",
    "VIDEO_EXTENSIONS": ["mp4", "mov", "webm", "m4v"],
    "AUDIO_EXTENSIONS": ["mp3", "m4a", "ogg"],
}
TAGGIT_CASE_INSENSITIVE = True
