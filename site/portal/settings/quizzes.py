"""What each county sets for its questions, contests, draws, rounds and activities."""

from typing import Any

PARTICIPANTS: dict[str, Any] = {
    "KEEP_CONTACT_DAYS": 30,  # natural days after the end (PR-05)
    "CODE_MINUTES": 10,
    "CODE_TRIES": 5,
    # What no name on a board may hold, whatever stands between its signs.
    "FORBIDDEN_IN_NAMES": [
        *("双创办", "县政府", "县委", "管理员", "主办", "客服", "官方", "工作人员"),
        *("傻逼", "他妈", "操你", "去死", "admin", "fuck", "shit"),
    ],
}
QUIZZES: dict[str, Any] = {
    "APPROVE_OWN": False,  # whether one pair of eyes is enough for a question
}
CONTESTS: dict[str, Any] = {
    # A board is counted anew so often; withdrawn entries are gone as soon (Q5).
    "BOARD_KEPT_SECONDS": 3,
    "UNIT_SIZES": (30, 100, 500),  # units compete with those of their size: up to …
    "LEAST_PER_AREA": 10,  # fewer people than these tell nothing of an area
    "LEAST_ANSWERS": 30,  # and fewer answers nothing of a question
    "DUBIOUS_BELOW": 15,  # percent of discriminative efficiency
}
JUDGING: dict[str, Any] = {
    "FOUR_EYES": True,  # who drafted a contest does not publish it
    "PREVIEW_IN_WORKDAYS": True,  # 公示; False counts natural days
    "APPEALS": 2,  # to one voided paper
    # What looks odd (QZ-05). A flag accuses nobody: a person decides.
    "LIKELY_SHARE": 0.6,  # of the points: who guesses fast and wins nothing is left alone
    "SIGNS_PER_SECOND": 25,  # read and answered, over a whole paper: nobody reads so fast
    "BRISK_SIGNS_PER_SECOND": 12,  # a fast reader; more than that and …
    "FAST_ANSWERS": 0.5,  # … this share of single answers too fast to have been read
    "FLOOR_SECONDS": 1,  # a question, at the very least
    "HIGH_SHARE": 0.8,  # of the points: what counts as a high score
    "DEVICE_PEOPLE": 5,  # that many may share a device in one day: a family does
    "TWIN_LEAST": 5,  # same wrong answers at least …
    "TWIN_EXPECTED": 0.01,  # … and rarer by chance than this many pairs of a stage
    "TWIN_COMMON": 100,  # a wrong answer that more people gave says little
    "TWIN_GROUP": 400,  # a unit or network of more people is no neighbourhood
}
DRAWS: dict[str, Any] = {
    "MOST_YUAN": 50_000,  # what one prize may be worth (QZ-03)
}
LIVE: dict[str, Any] = {
    "MOST_PLAYERS": 1000,  # in one round
    # Parts of nicknames that no screen should show, in small letters.
    "FORBIDDEN_IN_NAMES": [
        "傻",
        "操你",
        "妈的",
        "fuck",
        "shit",
        "政府",
        "主席",
        "书记",
    ],
}
EVENTS: dict[str, Any] = {
    "KEEP_CONTACT_DAYS": 30,  # natural days after an activity, where it says nothing else
}
