"""The field tables of annexes 1 to 6 (notice 中机质协[2024]6号): data, walked by readers, pages and checks alike."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from eventapp.domain.annexes import FieldSpec, FieldType, FormKind, FormSpec, Part

F, T = FieldSpec, FieldType

CONTENT_CATEGORIES = ("品牌战略", "品牌体系", "品牌传播", "风险防范", "方法途径", "品牌文化")
BRAND_TYPES = ("产品", "企业", "团队", "个人")
GENDERS = ("男", "女")
STORY_SUMMARY_LENGTH = 200  # printed on annex 4: 简介 200 字以内

# The two fields that certificates print (annex 3: 以下2项为制作证书依据), by their names in every form.
PRINTED_FIELDS = ("company_name", "group_name", "team_name")

COMPANY = (
    "企业全称",
    "单位名称",
    "单位全称",
    "公司名称",
    "所在单位",
    "企业（单位）名称",
    "申报单位",
    "工作单位",
    "所属单位",
)
ADDRESS = ("通讯地址", "详细通信地址", "通信地址", "详细地址", "地址", "联系地址", "单位地址")
POSTCODE = ("邮政编码", "邮编号码", "邮码")
CONTACT = ("联系人姓名", "联络人", "小组联系人", "联系人员")
MOBILE = ("移动电话", "手机号码", "手机号", "联系手机", "联系人手机", "手机电话")
EMAIL = ("电子邮箱", "电子邮件", "E-mail", "Email", "邮件地址", "邮箱地址", "电子信箱")
PEOPLE = ("人数", "成员人数", "小组成员数", "成员数", "组员人数")

QC_RESULT = FormSpec(
    FormKind.QC_RESULT,
    "附件一",
    "全国机械工业优秀质量管理小组成果表",
    titles=("质量管理小组成果表", "QC小组成果表"),
    fields=(
        F(
            "group_name",
            "QC小组名称",
            T.TEXT,
            True,
            ("QC小组全称", "小组全称", "小组名称", "质量管理小组名称", "QC小组名"),
        ),
        F(
            "topic_name",
            "课题名称",
            T.TEXT,
            True,
            ("成果课题名称", "课题", "活动课题", "成果名称", "小组课题名称", "活动课题名称", "QC课题名称"),
        ),
        F("company_name", "企业名称", T.TEXT, True, COMPANY),
        F("result_type", "成果类型", T.TEXT, synonyms=("成果类别", "课题类型", "类型", "课题类别")),
        F("address", "详细通讯地址", T.TEXT, synonyms=ADDRESS),
        F("postcode", "邮编", T.POSTCODE, True, POSTCODE),
        F("contact_department", "小组联系部门", T.TEXT, synonyms=("联系部门", "所在部门", "部门", "小组所在部门")),
        F("contact_person", "联系人", T.NAME, True, CONTACT),
        F("mobile", "手机", T.PHONE, True, MOBILE),
        F(
            "activity_advisor",
            "小组活动指导者",
            T.NAME,
            synonyms=("活动指导者", "指导者", "指导老师", "指导人", "小组指导者", "活动指导人"),
        ),
        F("contact_phone", "联系电话", T.PHONE, synonyms=("电话", "固定电话", "办公电话", "座机", "联系电话（座机）")),
        F("member_count", "小组人数", T.INT, synonyms=PEOPLE),
        F(
            "summary_text",
            "小组简介及主要活动过程与效果",
            T.LONG,
            synonyms=(
                "小组简介、主要活动过程及效果",
                "小组简介及活动过程与效果",
                "小组简介",
                "小组简介及主要活动过程和效果",
            ),
        ),
        F("stamp_date", "单位盖章", T.DATE, synonyms=("盖章", "单位公章", "企业盖章", "日期", "填表日期")),
    ),
)

TEAM_RESULT = FormSpec(
    FormKind.TEAM_RESULT,
    "附件二",
    "全国机械工业优秀质量信得过班组成果表",
    titles=("信得过班组成果表",),
    prompts=(
        "班组成员组成，班组职责，主要工作内容、班组文化和愿景。",
        "班组基础管理情况。",
        "班组成员专业知识、技能培训、工具方法应用能力。",
        "班组质量改进和创新能力。",
        "班组管理特色、业绩及评价结果。",
        "班组创建目标达成情况。",
        "近三年取得荣誉情况，包括班组集体和个人荣誉等。",
    ),
    fields=(
        F(
            "team_name",
            "质量信得过班组名称",
            T.TEXT,
            True,
            ("质量信得过班组全称", "信得过班组全称", "班组全称", "信得过班组名称", "班组名称"),
        ),
        F("company_name", "企业名称", T.TEXT, True, COMPANY),
        F("address", "详细通讯地址", T.TEXT, synonyms=ADDRESS),
        F("postcode", "邮编", T.POSTCODE, True, POSTCODE),
        F("contact_department", "联系部门", T.TEXT, synonyms=("所在部门", "部门", "班组联系部门", "班组所在部门")),
        F("phone", "电话", T.PHONE, synonyms=("联系电话", "固定电话", "办公电话", "座机")),
        F("fax", "传真", T.PHONE, synonyms=("传真号码", "传真电话")),
        F("contact_person", "联系人", T.NAME, True, CONTACT),
        F("mobile", "手机", T.PHONE, True, MOBILE),
        F("email", "邮箱", T.EMAIL, synonyms=EMAIL),
        F("team_leader", "班组长", T.NAME, synonyms=("班组长姓名", "班长", "班组负责人")),
        F("member_count", "班组人数", T.INT, synonyms=(*PEOPLE, "班组成员数", "班组成员人数")),
        F("team_type", "班组类型", T.TEXT, synonyms=("班组类别", "类型")),
        F(
            "work_completion_rate",
            "班组工作完成率%",
            T.PERCENT,
            synonyms=("工作完成率", "班组任务完成率", "任务完成率"),
        ),
        F(
            "first_pass_rate",
            "产品/服务一次合格率%",
            T.PERCENT,
            synonyms=("一次合格率", "产品一次合格率", "服务一次合格率"),
        ),
        F(
            "annual_complaints",
            "年顾客投诉数",
            T.INT,
            synonyms=("顾客投诉数", "年投诉数", "年顾客投诉次数", "顾客投诉次数"),
        ),
        F(
            "annual_incidents",
            "年质量、安全事故数",
            T.INT,
            synonyms=("质量、安全事故数", "年质量、安全事故次数", "年质量安全事故起数"),
        ),
        F(
            "improvement_participation_rate",
            "成员参与改进活动率%",
            T.PERCENT,
            synonyms=("参与改进活动率", "成员参与改进率", "改进活动参与率", "成员改进活动参与率"),
        ),
        F(
            "annual_training_people",
            "年培训人数、时长",
            T.INT,
            synonyms=("培训人数、时长", "年培训人次、时长"),
            part=Part.PEOPLE,
        ),
        F(
            "annual_training_hours",
            "年培训人数、时长",
            T.NUMBER,
            synonyms=("培训人数、时长", "年培训人次、时长"),
            part=Part.HOURS,
        ),
        F(
            "summary_text",
            "质量信得过班组简介及创建活动结果",
            T.LONG,
            synonyms=(
                "信得过班组简介及创建活动结果",
                "班组简介及创建活动结果",
                "班组简介",
                "质量信得过班组简介、创建活动及结果",
            ),
        ),
        F("stamp_date", "单位盖章", T.DATE, synonyms=("盖章", "单位公章", "企业盖章", "日期", "填表日期")),
    ),
)

RECOMMENDATION_SUMMARY = FormSpec(
    FormKind.RECOMMENDATION_SUMMARY,
    "附件三",
    "全国机械工业优秀信得过班组 优秀QC小组成果 推荐汇总表",
    titles=("推荐汇总表", "成果汇总表"),
    fields=(
        F(
            "region_or_group",
            "地区或集团、单位",
            T.TEXT,
            synonyms=("地区或集团单位", "地区或集团", "推荐单位", "地区、集团或单位", "地区"),
        ),
        F("judges", "评委", T.NAMES, synonyms=("评审委员", "评委姓名", "评委名单")),
        F("filled_by", "填表人", T.NAME, synonyms=("制表人", "填报人", "经办人")),
        F("filled_by_phone", "联系电话", T.PHONE, synonyms=("电话", "填表人电话", "联系方式")),
    ),
    row_fields=(
        F("kind", "信组/QC", T.KIND, synonyms=("类别", "类型")),
        F("seq", "序", T.INT, synonyms=("序号", "编号", "NO", "NO.")),
        F("postcode", "邮编", T.POSTCODE, True, POSTCODE),
        F("sort_unit_name", "单位名称（邮编旁）", T.TEXT),
        F("company_name", "单位名称", T.TEXT, True, ("企业名称", "单位", "企业全称", "单位全称", "公司名称")),
        F(
            "group_name",
            "QC小组(信组)名称",
            T.TEXT,
            True,
            (
                "QC小组名称",
                "小组名称",
                "信组名称",
                "班组名称",
                "信得过班组名称",
                "QC小组/信组名称",
                "QC小组、信组名称",
                "小组/班组名称",
                "质量信得过班组名称",
            ),
        ),
        F(
            "recommended_grade",
            "企业推荐等级1、2",
            T.GRADE,
            True,
            ("企业推荐等级", "推荐等级", "等级", "推荐等级1、2", "推荐级别", "企业推荐级别"),
        ),
        F("topic_name", "课题名称(简写)", T.TEXT, synonyms=("课题名称", "课题", "成果名称", "课题简写")),
        F("member_count", "小组人数", T.INT, synonyms=("人数", "成员人数", "班组人数", "小组（班组）人数")),
        F("contact_person", "联系人", T.NAME, synonyms=CONTACT),
        F("contact_phone", "联系电话", T.PHONE, synonyms=("电话", "手机", "联系方式", *MOBILE)),
    ),
)

BRAND_STORY = FormSpec(
    FormKind.BRAND_STORY,
    "附件四",
    "质量文化品牌故事推荐表",
    titles=("品牌故事推荐表", "品牌故事申报表"),
    sections={
        "unit": ("推荐单位", "推荐单位信息", "单位名称"),
        "speaker": ("拟参会演讲填写本栏", "拟参会演讲", "演讲人", "演讲者"),
    },
    fields=(
        F("story_name", "故事名称", T.TEXT, True, ("品牌故事名称", "故事题目", "故事标题")),
        F("company_name", "单位名称", T.TEXT, True, ("推荐单位名称", *COMPANY), section="unit"),
        F(
            "address",
            "地址及邮编",
            T.TEXT,
            synonyms=("地址邮编", "地址、邮编", *ADDRESS),
            section="unit",
            part=Part.ADDRESS,
        ),
        F(
            "postcode",
            "地址及邮编",
            T.POSTCODE,
            synonyms=("地址邮编", "地址、邮编", "邮编", *POSTCODE),
            section="unit",
            part=Part.POSTCODE,
        ),
        F("contact_person", "联系人姓名", T.NAME, True, ("联系人", "联络人"), section="unit"),
        F("mobile", "手机", T.PHONE, True, (*MOBILE, "联系电话"), section="unit"),
        F(
            "department_position",
            "部门职务",
            T.TEXT,
            synonyms=("部门及职务", "部门/职务", "部门、职务", "职务"),
            section="unit",
        ),
        F("email", "邮箱", T.EMAIL, synonyms=EMAIL, section="unit"),
        F("content_categories", "内容类别", T.CHOICES, True, ("故事类别", "内容类型"), options=CONTENT_CATEGORIES),
        F("brand_types", "品牌类型", T.CHOICES, True, ("品牌类别",), options=BRAND_TYPES),
        F(
            "summary_text",
            "故事主要特色简介200字以内",
            T.LONG,
            synonyms=("故事主要特色简介", "主要特色简介", "故事简介", "故事特色简介"),
            max_length=STORY_SUMMARY_LENGTH,
        ),
        F("speaker_name", "演讲人", T.NAME, synonyms=("演讲者", "演讲人姓名"), section="speaker"),
        F("speaker_gender", "性别", T.GENDER, section="speaker", options=GENDERS),
        F(
            "speaker_department_position",
            "部门职务",
            T.TEXT,
            synonyms=("部门及职务", "部门/职务", "部门、职务", "职务"),
            section="speaker",
        ),
        F("speaker_mobile", "手机", T.PHONE, synonyms=(*MOBILE, "联系电话"), section="speaker"),
        F("speaker_email", "邮箱", T.EMAIL, synonyms=EMAIL, section="speaker"),
        F("speaker_wechat", "微信", T.TEXT, synonyms=("微信号", "微信号码"), section="speaker"),
        F(
            "recommendation_opinion",
            "推荐部门意见",
            T.LONG,
            synonyms=("推荐部门意见签字", "推荐意见", "推荐单位意见"),
            part=Part.OPINION,
        ),
        F(
            "opinion_date",
            "推荐部门意见",
            T.DATE,
            synonyms=("推荐部门意见签字", "推荐意见", "推荐单位意见"),
            part=Part.DATE,
        ),
        F("stamp_date", "推荐单位盖章", T.DATE, synonyms=("单位盖章", "推荐单位公章")),
    ),
)

WORK_SUMMARY = FormSpec(
    FormKind.WORK_SUMMARY,
    "附件五",
    "群众性质量管理活动工作总结",
    titles=("质量管理活动工作总结",),
    prompts=(
        "年度小组活动开展的整体情况、小组特色、重点创新工作等。",
        "成果发表会情况。",
        "推进活动过程中采取的特色做法、措施和取得的效果。",
        "组织宣贯《质量信得过班组建设规范》《质量管理小组活动准则》的相关活动和效果。",
        "本企业、集团开展小组活动的突出案例介绍。",
        "年度活动推进存在的问题或遇到的困难。",
        "未来改进方向和拟采取的措施。",
        "需要中机质协支持或对今后活动推进的建议。",
    ),
    fields=(
        F("company_name", "单位", T.TEXT, True, ("填报单位", "报送单位", "总结单位", *COMPANY)),
        F("basic_situation", "基本情况", T.LONG, synonyms=("活动基本情况", "总体情况", "基本概况")),
        F(
            "experience_and_practice",
            "推进经验和做法",
            T.LONG,
            synonyms=(
                "推进经验与做法",
                "经验和做法",
                "主要经验和做法",
                "主要做法",
                "推进经验及做法",
                "主要做法和经验",
                "经验与做法",
            ),
        ),
        F(
            "problems_and_improvement",
            "存在问题及改进方向",
            T.LONG,
            synonyms=(
                "存在问题和改进方向",
                "存在的问题及改进方向",
                "问题及改进方向",
                "存在问题与改进方向",
                "存在的问题和改进方向",
                "问题与改进方向",
            ),
        ),
    ),
)

ACTIVITY_STATISTICS = FormSpec(
    FormKind.ACTIVITY_STATISTICS,
    "附件六",
    "全国机械工业群众性质量管理活动概况统计表",
    titles=("概况统计表", "活动统计表"),
    sections={"department": ("群众性质量管理活动管理部门", "活动管理部门", "管理部门", "联系方式:手机")},
    fields=(
        F("company_name", "填报单位", T.TEXT, True, ("填表单位", "单位名称", "报送单位")),
        F("contact_person", "联系人", T.NAME, synonyms=CONTACT),
        F("phone", "电话", T.PHONE, synonyms=("联系电话",)),
        F("period_start", "统计期起", T.MONTH),
        F("period_end", "统计期止", T.MONTH),
        F("cumulative_teams", "历年来已登记注册累计数·信得过班组", T.INT),
        F("cumulative_qc", "历年来已登记注册累计数·QC小组", T.INT),
        F("year_teams", "本年度已登记注册数·信得过班组", T.INT),
        F("year_qc", "本年度已登记注册数·QC小组", T.INT),
        F("participation_rate", "本年度普及率", T.PERCENT),
        F("active_teams", "本年度坚持活动的小组数·信组", T.INT),
        F("active_qc", "本年度坚持活动的小组数·QC", T.INT),
        F("cumulative_benefit", "历年来累计QC、信组可创计算的经济效益", T.MONEY),
        F("year_benefit", "本年度QC、信组可创计算的经济效益", T.MONEY),
        F("result_rate_teams", "本年度成果率·信组", T.PERCENT),
        F("result_rate_qc", "本年度成果率·QC", T.PERCENT),
        F("funding_teams", "本年度对活动经费的投入·信组", T.MONEY),
        F("funding_qc", "本年度对活动经费的投入·QC", T.MONEY),
        F("award_teams", "本年度企业对活动奖励费用·信组", T.MONEY),
        F("award_qc", "本年度企业对活动奖励费用·QC", T.MONEY),
        F("training_sessions", "培训交流次数与人数", T.INT, part=Part.SESSIONS),
        F("training_people", "培训交流次数与人数", T.INT, part=Part.PEOPLE),
        F(
            "features_and_suggestions",
            "本年度QC小组活动主要特点与建议",
            T.LONG,
            synonyms=("活动主要特点与建议", "主要特点与建议", "主要特点和建议", "本年度QC小组活动主要特点和建议"),
        ),
        F(
            "department",
            "群众性质量管理活动管理部门",
            T.TEXT,
            synonyms=("活动管理部门", "管理部门"),
            section="department",
        ),
        F("department_contact", "联系人", T.NAME, synonyms=CONTACT, section="department"),
        F("mobile", "联系方式：手机", T.PHONE, synonyms=("手机", "联系方式", *MOBILE), section="department"),
        F("fax", "传真", T.PHONE, section="department"),
        F("email_or_qq", "邮箱或QQ", T.EMAIL, synonyms=("邮箱", "QQ", *EMAIL), section="department"),
        F(
            "address",
            "通信地址、邮编",
            T.TEXT,
            synonyms=("通讯地址、邮编", "地址及邮编", *ADDRESS),
            section="department",
            part=Part.ADDRESS,
        ),
        F(
            "postcode",
            "通信地址、邮编",
            T.POSTCODE,
            synonyms=("通讯地址、邮编", "地址及邮编", "邮编", *POSTCODE),
            section="department",
            part=Part.POSTCODE,
        ),
    ),
    supporting=(
        F("participants", "参加活动人数", T.INT),
        F("employees", "职工总数", T.INT),
        F("result_teams", "取得成果小组数·信组", T.INT),
        F("result_qc", "取得成果小组数·QC", T.INT),
    ),
)

FORMS: Mapping[FormKind, FormSpec] = MappingProxyType(
    {
        spec.kind: spec
        for spec in (
            QC_RESULT,
            TEAM_RESULT,
            RECOMMENDATION_SUMMARY,
            BRAND_STORY,
            WORK_SUMMARY,
            ACTIVITY_STATISTICS,
        )
    }
)
