//! Requests for a person in scripts without spaces.

/// Requests in scripts without spaces.
pub(super) fn asks(text: &str) -> bool {
    let has = |list: &[&str]| list.iter().any(|it| text.contains(it));
    if has(&[
        "不用转",
        "已经帮我",
        "不要人工",
        "不用人工",
        "不需要人工",
        "不想和人",
        "不要转",
        "不想跟人",
        "不想找",
        "不用找",
        "不需要找",
        "不要找",
        "跟电脑说话",
        "跟機器說話",
    ]) {
        return false;
    }
    let speaks = [
        "说话",
        "說話",
        "用講",
        "講話",
        "談",
        "谈",
        "聊",
        "交谈",
        "讲话",
        "沟通",
        "通话",
        "对话",
        "交流",
        "お話し",
        "話し",
    ];
    if has(&[
        "不想和机器",
        "不喜欢和机器",
        "不要机器",
        "不想跟机器",
        "别用机器",
    ]) && (has(&speaks) || text.chars().count() < 12)
    {
        return true;
    }
    // "有没有老师可以沟通", "让他们联系我", "来个人".
    let come = [
        "联系我",
        "来个人",
        "打个电话过来",
        "打电话给我",
        "一对一沟通",
        "回我电话",
        "换个人",
        "換個人",
        "找个人",
        "回个电话",
        "打給我",
        "打给我",
        "让人来",
        "让人跟我",
        "叫人来",
    ];
    if has(&come) {
        return true;
    }
    let asks_what = has(&["你是", "是不是", "您是"]) && !text.contains('转');
    let is_number = has(&["电话", "号码", "时间", "邮箱", "多少", "几点"]);
    if asks_what || is_number {
        return false;
    }
    let somebody = [
        "的人",
        "一个人",
        "人类",
        "和人",
        "与人",
        "跟人",
        "找人",
        "个人来",
        "担当",
    ];
    let names = [
        "人工",
        "真人",
        "客服",
        "活人",
        "工作人员",
        "专员",
        "真实的人",
        "真正的人",
        "人类",
        "オペレーター",
        "担当者",
        "상담원",
        "有人",
        "你們經理",
        "你们经理",
        "客户经理",
        "主管",
        "你同事",
        "你们同事",
        "专人",
        "專人",
        "專員",
        "客服人員",
        "真人客服",
        "负责人",
        "技术老师",
        "人工客服",
    ];
    let reaches = [
        "转",
        "找",
        "要",
        "叫",
        "接",
        "安排",
        "让",
        "讓",
        "幫我",
        "轉",
        "请",
        "請",
        "联系",
        "联络",
        "跟",
        "和",
        "与",
        "帮我",
        "请",
        "换",
        "想",
        "需要",
        "给我",
        "能不能",
        "可以",
        "在吗",
        "吗",
        "繋",
        "話",
    ];
    let is_short = text.chars().filter(|c| c.is_alphanumeric()).count() <= 6;
    (has(&names) && (is_short || has(&reaches)))
        || (has(&somebody) && (has(&speaks) || has(&["给我", "把我给", "找个人"])))
}
