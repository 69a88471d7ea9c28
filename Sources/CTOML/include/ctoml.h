int ctoml_placeholder(void);
