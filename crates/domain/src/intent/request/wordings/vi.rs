//! What asks for a person in Vietnamese.

use super::Wording;

pub(super) const WORDING: Wording = Wording {
    lists: "
        person = người|ngườ|nhân|tdv|nv|tvv|ad|admin|quản|chuyên|tư|tổng|cskh|bộ|trực|anh|ai|bên
        talk = trao|rep|gọi|gặp|nói|trò|liên|kết|chat|trao|chuyển|gọi
        alone = nhân|viên|tư|vấn|tổng|đài|tdv|tvv|nv
        company = cho|tôi|em|anh|chị|gặp|muốn|cần|mình|ạ|với|một|trực|tuyến|t|a|của|nào
    ",
    asks: "
        gặp|nói|chat|liên|kết|chuyển .. nhân|tư|tổng|chuyên viên|vấn|đài|gia
        điện thoại viên
        gặp|nói|chat|trò .. với|cùng .. người|ai|nhân
        gặp .. người|ai|tdv|tvv|nv|ad|admin|quản|bộ|cskh|thầy
        muốn|cần|cho .. gặp .. nhân|tư|tổng|người|bộ
        kết|liên nối|hệ .. với|đến|tới .. nhân|người|tư|bộ
        trao đổi .. với .. bạn|người|anh|chị|nhân|ai|đội
        bạn|người|anh|chị trong|của .. đội|bộ|nhóm .. hỗ|kỹ|tư
        chuyển .. cho .. bộ phận|người
        có người|ai gọi|gọi lại
        kêu|gọi người|ai .. ra|đến|vào
        ad|admin ơi .. rep|trả|giúp
        không|ko|khong|k muốn .. chat|nói|gặp|trò với .. bot|robot|máy
        chuyển|nối .. qua|sang|đến|tới|cho .. bộ|phòng|nhân|người|bạn
        cần|muốn .. người|nhân .. tư|hỗ|trực|viên
        nhờ|bảo|kêu ai|người|nhân|bạn .. gọi|liên
        gọi lại cho
        cử|đề|cho .. nhân|người viên|nào .. liên|gọi|gặp
        chat|nói|gặp .. với|trực .. nhân viên
        cho mình|tôi|em gặp
        có .. anh|chị|ai|bạn .. nào|bên .. vào|trả .. trả|lời|giúp
        nhờ .. gọi lại|cho
        kết nối|nối .. mình|em|tôi .. với .. phòng|bộ|người
        gọi|kêu quản|giám|sếp lý|sát .. ra|đến|vào
        trao đổi .. với .. tư|nhân vấn|viên
        ad|admin .. onl|rep|trả .. mình|em|với
        làm việc .. với .. con|người người|thật
        chuyển máy cho
        có .. anh|chị nào .. bên .. kỹ|phòng|bộ
        anh|chị nào bên .. vào|xem|giúp
        mong .. được .. cán|nhân bộ|viên .. liên
        chuyển .. lại .. cho .. anh|chị ấy
        nhờ .. chị|anh|cô .. gọi cho
        bên .. trả lời giúp .. được không
    ",
    brief: "
        có ai .. ở|đây|đó|không|đấy|đang|giúp|trực
        có nhân viên|nào
        người thật
        nhân viên .. trực|hỗ|đâu|tư|đang
        không .. bot|robot|máy
    ",
    with: "",
    not_with: "",
    refuses: "
        không muốn|cần .. gặp|nói|nhân
    ",
    about: "
        chuyển khoản
        đồ ăn
        đang nói .. với
        bao nhiêu
        tuyển dụng|nhân
        liên quan
        số điện
        hôm qua|nay|trước có .. nhân|người
    ",
};
