//! Arabic.

use super::{CodeMail, LinkMail, MailText, NoticeMail};
use onehop::text::{self, Plural, Template};

const ALL_IS_WELL: Template = Template("إذا كنت أنت من فعل ذلك فكل شيء على ما يرام.");

/// Arabic.
pub static ARABIC: MailText = MailText {
    language: text::ARABIC.language,
    code_expiry: Plural {
        zero: "",
        one: "يصلح مرة واحدة ولمدة دقيقة واحدة.",
        two: "يصلح مرة واحدة ولمدة دقيقتين.",
        few: "يصلح مرة واحدة ولمدة {count} دقائق.",
        many: "يصلح مرة واحدة ولمدة {count} دقيقة.",
        other: "يصلح مرة واحدة ولمدة {count} دقيقة.",
    },
    link_expiry: Plural {
        zero: "",
        one: "يصلح الرابط مرة واحدة ولمدة يوم واحد. لا تعطه لأحد: فبه يُنشأ حساب بهذا البريد.",
        two: "يصلح الرابط مرة واحدة ولمدة يومين. لا تعطه لأحد: فبه يُنشأ حساب بهذا البريد.",
        few: "يصلح الرابط مرة واحدة ولمدة {count} أيام. لا تعطه لأحد: فبه يُنشأ حساب بهذا البريد.",
        many: "يصلح الرابط مرة واحدة ولمدة {count} يومًا. لا تعطه لأحد: فبه يُنشأ حساب بهذا البريد.",
        other: "يصلح الرابط مرة واحدة ولمدة {count} يوم. لا تعطه لأحد: فبه يُنشأ حساب بهذا البريد.",
    },
    link_otherwise: "إذا لم تكن تتوقع هذه الرسالة فلا حاجة إلى فعل شيء: لن يُنشأ حساب من دونك.",
    sign_up_code: CodeMail {
        subject: Template("{code} هو رمزك في {app}"),
        title: Template("مرحبًا بك في {app}"),
        lead: Template("أدخل هذا الرمز لتأكيد بريدك الإلكتروني وإتمام التسجيل:"),
        otherwise: "إذا لم تكن قد سجّلت فلا حاجة إلى فعل شيء: لن يُنشأ حساب من دون الرمز.",
    },
    sign_in_code: CodeMail {
        subject: Template("{code} هو رمز تسجيل دخولك إلى {app}"),
        title: Template("تسجيل الدخول إلى {app}"),
        lead: Template("أدخل هذا الرمز لتسجيل الدخول:"),
        otherwise: "إذا لم تكن تسجّل الدخول الآن فلا تعطِ هذا الرمز لأحد. لا يمكن لأحد الدخول من دونه.",
    },
    step_up_code: CodeMail {
        subject: Template("{code} هو رمز التحقق الخاص بك في {app}"),
        title: Template("أكّد أنك صاحب الحساب"),
        lead: Template("أدخل هذا الرمز لمتابعة تغيير حسابك في {app}:"),
        otherwise: "إذا لم تكن تغيّر حسابك الآن فقد يكون شخص آخر قد سجّل الدخول إليه: أنهِ الجلسات التي لا تعرفها وغيّر كلمة \
                    المرور. لا تعطِ هذا الرمز لأحد.",
    },
    reset_password_code: CodeMail {
        subject: Template("{code} هو رمز إعادة تعيين كلمة مرورك في {app}"),
        title: Template("اختر كلمة مرور جديدة"),
        lead: Template("أدخل هذا الرمز لاختيار كلمة مرور جديدة في {app}:"),
        otherwise: "إذا لم تطلب ذلك فيمكنك تجاهل هذه الرسالة: تبقى كلمة المرور كما هي. لا تعطِ هذا الرمز لأحد.",
    },
    verify_email_code: CodeMail {
        subject: Template("{code} يؤكد بريدك الإلكتروني في {app}"),
        title: Template("أكّد بريدك الإلكتروني"),
        lead: Template("أدخل هذا الرمز لإضافة هذا البريد إلى حسابك في {app}:"),
        otherwise: "إذا لم تضف هذا البريد إلى حساب فلا حاجة إلى فعل شيء: لن يُضاف من دون الرمز.",
    },
    invitation: LinkMail {
        subject: Template("أنت مدعو إلى {app}"),
        title: Template("أنت مدعو إلى {app}"),
        lead: Template("يدعوك أحدهم في {app} إلى إنشاء حساب. افتح هذه الصفحة لقبول الدعوة:"),
        button: "قبول الدعوة",
    },
    waitlist_invitation: LinkMail {
        subject: Template("يمكنك الآن الانضمام إلى {app}"),
        title: Template("انتهى انتظارك في {app}"),
        lead: Template("جاء دورك في قائمة الانتظار. افتح هذه الصفحة لإنشاء حسابك:"),
        button: "إنشاء حسابي",
    },
    waitlist_confirmation: NoticeMail {
        subject: Template("أنت في قائمة انتظار {app}"),
        title: "أنت في قائمة الانتظار",
        lines: [
            Template("أضاف أحدهم، ونأمل أن يكون أنت، هذا البريد إلى قائمة انتظار {app}."),
            Template("ستصلك رسالة أخرى حالما يأتي دورك."),
            Template("إذا لم تكن أنت فلا حاجة إلى فعل شيء: لن يُنشأ حساب من دونك."),
        ],
    },
    password_changed: NoticeMail {
        subject: Template("غُيّرت كلمة مرورك في {app}"),
        title: "غُيّرت كلمة مرورك",
        lines: [
            Template("غُيّرت كلمة مرور حسابك في {app} قبل قليل."),
            ALL_IS_WELL,
            Template("وإلا فأعد تعيين كلمة المرور في صفحة تسجيل الدخول إلى {app} وأنهِ الجلسات التي لا تعرفها."),
        ],
    },
    email_added: NoticeMail {
        subject: Template("أُضيف بريد إلكتروني إلى حسابك في {app}"),
        title: "أُضيف بريد إلكتروني",
        lines: [
            Template("أُضيف البريد {address} إلى حسابك في {app} وأصبح من الممكن تسجيل الدخول به."),
            ALL_IS_WELL,
            Template("وإلا فأزل هذا البريد من حسابك وغيّر كلمة المرور."),
        ],
    },
    email_removed: NoticeMail {
        subject: Template("أُزيل بريد إلكتروني من حسابك في {app}"),
        title: "أُزيل بريد إلكتروني",
        lines: [
            Template("أُزيل البريد {address} من حسابك في {app} ولم يعد من الممكن تسجيل الدخول به."),
            ALL_IS_WELL,
            Template("وإلا فسجّل الدخول وغيّر كلمة المرور وأنهِ الجلسات التي لا تعرفها."),
        ],
    },
    primary_email_changed: NoticeMail {
        subject: Template("غُيّر البريد الأساسي لحسابك في {app}"),
        title: "غُيّر بريدك الأساسي",
        lines: [
            Template("من الآن فصاعدًا {address} هو البريد الأساسي لحسابك في {app}."),
            Template("إذا كنت تتوقع ذلك فكل شيء على ما يرام."),
            Template("وإلا فاطلب المساعدة من القائمين على {app}."),
        ],
    },
    authenticator_added: NoticeMail {
        subject: Template("أُضيف تطبيق مصادقة إلى حسابك في {app}"),
        title: "أُضيف تطبيق مصادقة",
        lines: [
            Template("من الآن فصاعدًا يتطلب تسجيل الدخول إلى {app} رمزًا من تطبيق المصادقة."),
            Template("إذا كنت أنت من فعل ذلك فكل شيء على ما يرام. احفظ الرموز الاحتياطية حيث تجدها من دون هاتفك."),
            Template("وإلا فغيّر كلمة المرور فورًا واطلب المساعدة من القائمين على {app}."),
        ],
    },
    authenticator_removed: NoticeMail {
        subject: Template("أُزيل تطبيق المصادقة من حسابك في {app}"),
        title: "أُزيل تطبيق المصادقة",
        lines: [
            Template("من الآن فصاعدًا لا يتطلب تسجيل الدخول إلى {app} رمزًا من تطبيق مصادقة."),
            ALL_IS_WELL,
            Template("وإلا فسجّل الدخول وغيّر كلمة المرور وأنهِ الجلسات التي لا تعرفها."),
        ],
    },
    backup_codes_made: NoticeMail {
        subject: Template("رموز احتياطية جديدة لحسابك في {app}"),
        title: "أُنشئت رموز احتياطية جديدة",
        lines: [
            Template("أُنشئت رموز احتياطية جديدة لحسابك في {app}. لم تعد القديمة صالحة."),
            Template("إذا كنت أنت من فعل ذلك فكل شيء على ما يرام. احفظ الجديدة حيث تجدها من دون هاتفك."),
            Template("وإلا فغيّر كلمة المرور فورًا وأنهِ الجلسات التي لا تعرفها."),
        ],
    },
    webhook_gone: NoticeMail {
        subject: Template("أُوقفت نقطة نهاية لإشعارات الويب في {app}"),
        title: "أُوقفت نقطة نهاية لإشعارات الويب",
        lines: [
            Template("أجابت {address} بأنها لا تريد المزيد، ولن تتلقى أحداثًا أخرى من {app}."),
            Template("إن كان ذلك مقصودًا فلا يلزمك فعل شيء."),
            Template("وإلا فأعد تشغيل نقطة النهاية من لوحة التحكم وأعد إرسال الأحداث التي فاتتها."),
        ],
    },
    webhook_failing: NoticeMail {
        subject: Template("أُوقفت نقطة نهاية لإشعارات الويب في {app}"),
        title: "أُوقفت نقطة نهاية لإشعارات الويب",
        lines: [
            Template("لم تستلم {address} أي حدث من {app} منذ خمسة أيام، ولن تتلقى أحداثًا أخرى."),
            Template("تعرض لوحة التحكم كل محاولة وما أُجيب عنها."),
            Template("عندما يعمل المستقبِل من جديد، أعد تشغيل نقطة النهاية واستعد ما فشل إرساله."),
        ],
    },
};
