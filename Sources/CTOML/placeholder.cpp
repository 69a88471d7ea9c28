extern "C" int ctoml_placeholder(void);
extern "C" int ctoml_placeholder(void) { return 0; }
