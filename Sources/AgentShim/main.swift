import CSystem
_ = cs_placeholder()
