"""What anybody may say of an exposure."""


def post_flag(client, exposure, **fields):
    address = f"{exposure.get_absolute_url()}flag/"
    return client.post(address, {"reason": "place", "text": "拍的是隔壁。", **fields})
