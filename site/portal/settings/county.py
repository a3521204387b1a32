"""What each county sets for itself (U-07), and how much one visitor may do."""

import os
from typing import Any

# How often, in how many seconds, before a pause of as many seconds (throttle.py).
THROTTLES = {
    "login_account": (5, 15 * 60, 15 * 60),
    "login_network": (20, 15 * 60, 15 * 60),
    "poster_network": (30, 10 * 60, 10 * 60),
    "poster_site": (300, 10 * 60, 60),
    "useful_network": (20, 10 * 60, 10 * 60),
    "useful_page": (5, 24 * 3600, 24 * 3600),
    "complaint_network": (12, 3600, 900),
    "complaint_all": (600, 600, 60),
    "complaint_file": (120, 3600, 900),
    "complaint_act": (60, 3600, 900),
    "complaint_nearby": (60, 600, 300),
    "open311_key": (600, 3600, 300),
    "code_network": (20, 900, 900),
    "code_number": (10, 900, 900),
    "unit_link": (20, 900, 900),
    "exposure_flag": (6, 3600, 3600),
    "contest_appeal": (6, 3600, 3600),
    # A school or a hall has one address, and who joined there proves a phone there: for
    # an event set `contest_join` and `contest_code_network` to the people expected.
    "contest_join": (300, 3600, 600),
    "contest_start": (60, 3600, 600),
    "contest_link": (40, 900, 900),  # wrong ones
    "contest_code_network": (300, 3600, 600),
    "contest_code_link": (4, 3600, 3600),
    "contest_code_phone": (5, 24 * 3600, 24 * 3600),
    "practice_network": (1500, 3600, 300),
    "certificate_network": (20, 900, 900),
    "certificate_file": (20, 3600, 600),
    "draw_code": (10, 3600, 3600),
    "draw_claim": (20, 900, 900),
    # A hall full of phones has one address.
    "live_pin": (120, 900, 300),
    "live_join": (500, 3600, 300),  # 300 phones, and some that come in twice
    "activity_sign_up": (60, 3600, 900),  # a school stands behind one address
    "activity_all": (600, 600, 60),
    "activity_code": (20, 900, 900),
}

# Days are working days unless it says so.
COMPLAINTS: dict[str, Any] = {
    "NUMBER_PREFIX": "LX",
    "INTAKE_WORKDAYS": 1,  # to accept or decline (CP-12)
    "RETURN_WORKDAYS": 1,  # for a unit to say that it is not competent (CP-23)
    "ANSWER_WORKDAYS": 3,  # for a resident to answer a question
    "EXTENSIONS": 2,  # CP-53
    "SUSPENSION_DAYS": 365,  # natural days at most (CP-53)
    "DISPUTE_DAYS": 30,  # natural days after closing
    "DISPUTES": 2,
    "KEEP_CONTACT_DAYS": 180,  # natural days after closing (PR-05)
    # Work for the browser before a complaint is taken: "off", "on", or "attack",
    # which is on while so many came in within `THROTTLES["complaint_all"]`.
    "PROOF": os.environ.get("COMPLAINT_PROOF", "attack"),
    "PROOF_FROM": 200,
    "PROOF_BITS": 14,
}
INSPECTIONS: dict[str, Any] = {
    "TARGET_PERCENT": 85,  # of the six small trades to be up to standard (S-06)
    "LATE_DAYS": 7,  # natural days that a check may wait on the device
}
NOTICES: dict[str, Any] = {
    "NUMBER_PREFIX": "临双创督",
    "LIMIT_WORKDAYS": 5,  # where neither category nor inspector says
    "EXTENSIONS": 2,  # EX-32; the database knows no more
    "OBJECTION_DAYS": 30,  # natural days to object, and as many to decide (EX-05)
    "CONFIRM_DAYS": 7,  # natural days for a resident to say yes or no; then silence
    "RESIDENT_REFUSALS": 2,  # how often a resident's no sends it back
    "RECURRENCE_DAYS": 90,  # 反弹: again so soon after closing …
    "RECURRENCE_METRES": 100,  # … and so near
    "PHOTO_METRES": 100,  # how far from the place an after-photo may be taken
    "CARD_DAYS": 365,  # how long a card counts
}
EXPOSURES: dict[str, Any] = {
    "REPLY_WORKDAYS": 3,  # for the unit to answer before it goes live
    "REVIEW_DAYS": 180,  # natural days until somebody looks at it again
}

# The map draws our own lines. Tiles come beside them where a source is named, e.g.
# https://t0.tianditu.gov.cn/vec_w/wmts?…&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=KEY
MAP_TILES = {"URL": "", "DATUM": "wgs84", "CREDIT": ""}  # or gcj02, bd09
MAP_WATER = ""  # a GeoJSON file (WGS-84) with the rivers and lakes of the county

# After how many days without a new item a column counts as neglected (SC-01).
STALE_COLUMN_DAYS = {
    "news.daily": 14,
    "news.campaign": 14,
    "news.announcement": 183,
    "episodes": 14,
    "psas": 183,
    "knowledge": 183,
}
# A place of the front page is written anew so often; 0 is each time. Under five, for C9.
HOME_KEPT_SECONDS = 3
FRAME_KEPT_SECONDS = 3  # as often what the site says of itself is read
PREVIEW_LINK_HOURS = (24, 72, 168)  # how long a draft can be shown by a link

PDF_FONT = os.environ.get("PDF_FONT", "")  # empty: look for one on the machine
FFMPEG = os.environ.get("FFMPEG", "")  # empty: the one that came with our packages
MEDIA_MAX_UPLOAD_SIZE = 500 * 2**20
EVIDENCE_LARGEST_PHOTO = 10 * 2**20
EVIDENCE_LARGEST_VIDEO = 200 * 2**20
EVIDENCE_MOST_PHOTOS = 9
# A class that suggests what to hide, e.g. "portal.evidence.detectors.CenterFaceDetector",
# which needs requirements-extra.txt. Empty: people draw all boxes.
EVIDENCE_DETECTOR = os.environ.get("EVIDENCE_DETECTOR", "")
# Where nginx finds private files, e.g. "/private-files/"; empty: we send them.
PRIVATE_ACCEL_PREFIX = os.environ.get("PRIVATE_ACCEL_PREFIX", "")
