int cevent_placeholder(void);
