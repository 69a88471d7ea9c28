/// One update object of each kind of the protocol, and three that nobody has defined; written as no encoder of ours
/// would, so that a byte that changes shows.
enum UpdateSamples {
  static let toolCall =
    #"{"sessionUpdate":"tool_call","toolCallId":"call-1","title":"Edit \"notes.txt\"","kind":"edit","status":"pending","#
    + #""locations":[{"path":"/w/notes.txt","line":3}],"rawInput":{"path":"notes.txt", "n": 1.50},"content":[]}"#

  static let all = [
    #"{"sessionUpdate":"user_message_chunk","content":{"type":"text","text":"hi"}}"#,
    #"{ "content" : {"text":"caf\u00e9 \/ \ud83d\ude00","type":"text"}, "sessionUpdate":"agent_message_chunk" }"#,
    #"{"sessionUpdate":"agent_thought_chunk","content":{"type":"text","text":"hm"},"messageId":"m-1"}"#,
    toolCall,
    #"{"sessionUpdate":"tool_call_update","toolCallId":"call-1","status":"completed","content":[{"type":"diff","#
      + #""path":"/w/notes.txt","oldText":null,"newText":"x\n"}],"rawOutput":{"ok":true}}"#,
    #"{"sessionUpdate":"plan","entries":[{"content":"a","priority":"high","status":"pending"}]}"#,
    #"{"sessionUpdate":"available_commands_update","availableCommands":[{"name":"web","description":"Search"}]}"#,
    #"{"sessionUpdate":"current_mode_update","currentModeId":"code"}"#,
    #"{"sessionUpdate":"config_option_update","configOptions":[{"id":"b","name":"B","type":"boolean","#
      + #""currentValue":true}]}"#,
    #"{"sessionUpdate":"session_info_update","title":"T","updatedAt":"2026-01-02T03:04:05Z"}"#,
    #"{"sessionUpdate":"usage_update","used":10,"size":200000,"cost":{"amount":0.10,"currency":"USD"}}"#,
    #"{"sessionUpdate":"notice","severity":"warning","title":"Low on space"}"#,
    #"{"sessionUpdate":"compaction_update","compactionId":"c-1","status":"in_progress"}"#,
    #"{"sessionUpdate":"compaction_summary_chunk","compactionId":"c-1","content":{"type":"text","text":"s"}}"#,
    #"{"sessionUpdate":"weather_report","degrees":-3.50,"_meta":{"x":[1,{"y":null}]}}"#,
    #"{"sessionUpdate":"x/vendor.kind","content":{"type":"hologram","frames":[]}}"#,
    #"{"title":"T","sessionUpdate":"plan_update","toolCallId":"call-9","dup":1,"dup":2}"#,
  ]
}
