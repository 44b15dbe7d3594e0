"""medpay as it is, with one trivial view beside its pages: served by the same server, to be compared with them."""
