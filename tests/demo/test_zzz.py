import pytest
from wagtail.models import ReferenceIndex
from tests.demo.loading import load
pytestmark = pytest.mark.django_db
def rows():
    return {(str(r.content_type), r.object_id, str(r.to_content_type), r.to_object_id, r.model_path) for r in ReferenceIndex.objects.select_related("content_type","to_content_type")}
def test_it():
    a=rows(); load(); b=rows()
    print("NEW", sorted(b-a)[:10], "GONE", sorted(a-b)[:10])
