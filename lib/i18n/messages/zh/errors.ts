import type { errors as English } from '../en/errors';
import type { Texts } from '../texts';

export const errors: Texts<typeof English> = {
  codes: {
    'invalid-input': { title: '部分填写内容无法使用', text: '没有任何更改。请更正标出的内容后重试。' },
    'signed-out': { title: '您已退出登录', text: '会话已结束，操作没有执行。请重新登录后再试。' },
    'other-workspace': {
      title: '此标签页显示的是另一个工作区或另一个人',
      text: '另一个标签页中的登录或切换改变了当前身份。此标签页没有执行任何操作。',
    },
    'not-found': { title: '找不到该内容', text: '它不存在，或您无权查看。请返回并从列表中选择。' },
    'not-allowed': {
      title: '此处不允许此操作',
      text: '没有任何更改：账号在此处的角色或您的成员权限不允许。请让物业管理员、该房间的业主或工作区的所有者来操作。',
    },
    'password-needed': { title: '请再次输入密码', text: '此步骤需要在 10 分钟内输入过密码。操作尚未执行。' },
    'wrong-password': { title: '账号或密码错误', text: '操作没有执行。请检查账号、密码和角色后重试。' },
    throttled: { title: '尝试次数过多', text: '为保护账号，最长 15 分钟内不再接受尝试。请稍后再试。' },
    'no-connection': {
      title: '此处没有可用的云端连接',
      text: '未发送任何内容。有连接管理权限的成员可以连接账号、输入新密码或恢复连接。',
    },
    'connection-stopped': {
      title: '此操作所需的连接目前不可用',
      text: '未发送任何内容。其他连接无法代替它：例如，门码只能由创建它的账号撤销。有连接管理权限的成员可以恢复该连接、输入新密码或重新连接该账号。',
    },
    'viewing-as': {
      title: '您正以他人的视角查看',
      text: '未执行任何操作：此视角只能查看。要亲自修改，请先结束此视角。',
    },
    'approval-needed': {
      title: '等待另一位成员批准',
      text: '需由另一位有批准权限的成员同意后才会执行。申请列在“批准”页面。',
    },
    'sign-in-closed': {
      title: '此工作区不接受厂商账号登录',
      text: '所有者已关闭厂商账号登录。请以成员身份登录。',
    },
    'vendor-closed': {
      title: '已停止：它由厂商账号登录发起',
      text: '所有者已关闭此工作区的厂商账号登录，因此不再继续执行。如仍需要，请以成员身份重新发起；定期导出请编辑并保存，即由您接手。',
    },
    'member-stopped': {
      title: '已停止：发起的成员不再有这项权限',
      text: '发起的成员已被移除，或失去了相应权限，因此不再继续执行。如仍需要，请由您重新发起。',
    },
    'identity-needed': {
      title: '请再次证明您的身份',
      text: '此步骤需要 10 分钟内的身份验证，目前尚未执行任何操作。',
    },
    'wrong-passkey': {
      title: '此通行密钥未被接受',
      text: '未能用它登录。它可能已在这里移除，或请求已超过 5 分钟。请重试，或换一种方式。',
    },
    'passkey-unused': {
      title: '未使用通行密钥',
      text: '浏览器的提示已关闭，或此设备没有 Doordesk 的通行密钥。请重试，或换一种方式。',
    },
    'passkey-elsewhere': {
      title: '通行密钥用在了另一个地址',
      text: '通行密钥只能在创建它的地址使用，因此被拒绝。请在 Doordesk 的常用地址打开后重试。',
    },
    'code-needed': {
      title: '请输入验证器中的验证码',
      text: '密码正确。请输入验证器应用显示的 6 位数字，或一个恢复码。',
    },
    'wrong-code': {
      title: '验证码错误或已用过',
      text: '请等应用显示下一个验证码后再输入。如果一直被拒绝，请将手机时间设为自动。',
    },
    'oidc-needed': {
      title: '请使用贵机构的统一登录',
      text: '您的所有工作区都只能用这种方式进入。请在登录页选择它。',
    },
    'no-workspace': {
      title: '您不属于任何工作区',
      text: '您已从原有的工作区中移除。请向所有者索取新的邀请。',
    },
    'link-ended': {
      title: '此链接已失效',
      text: '它已被使用、撤销或过期，每个链接只能使用一次。请向发送者索取新链接。',
    },
    'recovery-elsewhere': {
      title: '此链接不适用于您',
      text: '您还属于其他工作区，其中一个工作区的所有者不能替换您所有工作区的登录方式。请用其他方式登录，例如恢复码或贵机构的统一登录。',
    },
    'recovery-unsettled': {
      title: '请先只保留一种登录方式',
      text: '有人为您使用过恢复链接，生成链接的人也许能以您的身份登录。您尚未加入，邀请仍可使用。请先在设置的“您的登录方式”中只保留一种，再打开邀请。',
    },
    'already-member': {
      title: '您已是此工作区的成员',
      text: '未做任何更改，其他人仍可使用此邀请。',
    },
    'name-taken': {
      title: '此处已有人使用这个名称',
      text: '没有做任何更改。成员的名称不能与其他成员的名称、登录名或厂商账号相同，这样审计日志才能说明是谁做的。请换一个名称。如果您加入时所用的登录身份就叫这个名称，请用新的登录身份接受邀请。',
    },
    'last-way': {
      title: '这是您最后一种登录方式',
      text: '未移除任何内容。请先添加另一种方式，再移除这一种。已失效的方式不算在内；要求统一登录的工作区只能用统一登录进入。',
    },
    'identity-unknown': {
      title: '没有成员使用此登录身份',
      text: '身份提供方已确认您的身份，但这里没有与之关联的成员。请索取邀请，或用其他方式登录后在设置中关联。',
    },
    'identity-taken': {
      title: '另一位成员已使用此登录身份',
      text: '未做任何更改。请用它登录看看属于谁，或选择另一个身份。',
    },
    'issuer-failed': {
      title: '贵机构的统一登录没有成功',
      text: '未能用它登录：身份提供方没有应答，或其应答不可信。请重试，或换一种方式。',
    },
    'beyond-own': {
      title: '您不能授予或更改超出自己权限的内容',
      text: '未作任何更改。请让拥有全部这些权限的所有者操作。',
    },
    'last-owner': {
      title: '工作区需要一名所有者',
      text: '未作任何更改。请先让另一名成员可以管理成员。',
    },
    'approvers-needed': {
      title: '双人复核需要两名可批准的成员',
      text: '未作任何更改。请先让另一名成员可以批准，或关闭双人复核。',
    },
    'oidc-owner-needed': {
      title: '请先让一名所有者关联统一登录',
      text: '未作任何更改。要求统一登录的工作区，至少要有一名所有者能用它登录。请让另一名所有者在自己的设置中关联，或由所有者在“成员”页面允许其他方式。',
    },
    'member-needed': {
      title: '请先以成员身份登录',
      text: '未作任何更改。只有以成员身份登录的所有者才能关闭厂商账号登录。',
    },
    'few-tries': {
      title: '剩余次数不足以尝试所有角色',
      text: '没有发送任何内容，也没有占用尝试次数。请选择您的角色后重试。',
    },
    conflict: { title: '其间已有他人修改', text: '您的更改没有保存。请重新加载查看现状，再作决定。' },
    'file-withdrawn': {
      title: '保存的文件已删除',
      text: '其中有其他房间的事件。请重新导出您自己房间的事件。',
    },
    'exports-busy': {
      title: '同时进行的导出过多',
      text: '没有导出任何内容。请等待正在进行的导出完成后重试。',
    },
    'too-large': { title: '内容过大', text: '没有接收任何内容。请选择更小的文件或更少的行后重试。' },
    'audit-unavailable': {
      title: '无法写入审计日志',
      text: 'Doordesk 不作没有记录的更改，因此操作没有执行。请重试；如仍失败，请联系管理员。',
    },
    'database-unavailable': {
      title: 'Doordesk 的数据库没有响应',
      text: '无法读取或保存任何内容。请稍后重试；如仍失败，请联系管理员。',
    },
    'database-full': {
      title: 'Doordesk 的数据库空间已满',
      text: '已保存的内容仍可查看，但无法新增。管理员须释放磁盘空间，之后 Doordesk 会继续读取事件。',
    },
    'database-read-only': {
      title: 'Doordesk 的数据库不接受更改',
      text: '已保存的内容仍可查看，但无法新增或更改。管理员须让数据库重新可写。',
    },
    'outcome-unknown': {
      title: '无法确定操作是否已生效',
      text: '没有收到云端的答复。请先不要重复操作：重新加载，查看更改是否已生效。',
    },
    'connection-lost': {
      title: '与 Doordesk 的连接中断了',
      text: '无法确定这一步是否已完成。您填写的内容仍在：请在另一个标签页中查看现状，再重试。',
    },
    stopping: {
      title: 'Doordesk 正在重新启动',
      text: '未执行任何操作。请几秒后重试。',
    },
    busy: { title: 'Doordesk 正在接收的内容过多', text: '未执行任何操作。请过几秒后重试。' },
    'wrong-address': {
      title: '这不是 Doordesk 的地址',
      text: '未执行任何操作。请打开 {address}，在那里重复此步骤。',
    },
    unexpected: {
      title: '我们这边出了问题',
      text: '操作可能没有完成。请先重新加载确认现状，再决定是否重复。',
    },
    'cloud-garbled': {
      title: '无法解密云端的答复',
      text: '密钥或封装方式与该云端不符。管理员可用“npm run doctor”查明原因。',
    },
    'cloud-nonsense': {
      title: '云端的答复不符合预期',
      text: '答复与其文档约定的格式不符，因此未采用。请重试；如仍如此，请联系管理员。',
    },
    'cloud-unreachable': {
      title: '无法连接云端',
      text: '请求没有发出，因此没有任何更改。请检查网络后重试。',
    },
    'cloud-timeout': {
      title: '云端响应超时',
      text: '没有及时收到答复。请稍后重试。',
    },
    'cloud-dropped': {
      title: '与云端的连接中断',
      text: '没有收到答复。请稍后重试。',
    },
    'cloud-busy': { title: '云端繁忙', text: '云端要求减少请求，Doordesk 会自动放慢速度。请稍后重试。' },
    'cloud-unavailable': {
      title: '云端没有应答',
      text: '云端停机或正在重启。请几分钟后重试。',
    },
    'cloud-not-found': {
      title: '该地址上没有云端',
      text: '该地址上的服务器不认识 doordeer 的调用（404）。未作任何更改。管理员可用“npm run doctor”检查 DOORDEER_URL。',
    },
    'cloud-redirected': {
      title: '云端指向另一个地址',
      text: 'Doordesk 不会跟随，以免把密码发到那里。未作任何更改。管理员可用“npm run doctor”检查 DOORDEER_URL。',
    },
    'cloud-web-page': {
      title: '答复的是网页，而不是云端',
      text: '中间有网关、代理或网络的登录页面。如持续出现，管理员可运行“npm run doctor”。',
    },
    'cloud-http-error': { title: '云端自身出现故障', text: '云端返回了错误，没有提供数据。请几分钟后重试。' },
    'cloud-undocumented': {
      title: '云端返回了文档未说明的代码',
      text: '云端可能正在维护，此答复未被采用。请几分钟后重试；如持续出现，请联系管理员。',
    },
    'cloud-in-doubt': {
      title: '云端拒绝了该账号的密码',
      text: '没有执行任何操作。首次被拒绝后，Doordesk 会在 10 分钟内再次核对密码。如果密码已更改，请在登录时或在“连接”页面输入新密码。',
    },
    'cloud-disconnected': {
      title: '连接已暂停或移除',
      text: '没有发送任何请求。请用此账号登录，或重新连接。',
    },
    'cloud-right-lost': {
      title: '您已退出登录，或不再有权进行此操作',
      text: '准备更改期间权限发生了变化，因此没有发送。',
    },
    'cloud-list-in-doubt': {
      title: '云端不再列出任何门',
      text: '没有发送任何更改。云端至少一分钟后再次给出空列表，Doordesk 才会接受。',
    },
    'cloud-list-outdated': {
      title: '正在等待设备列表',
      text: '设备列表已超过 5 分钟未更新，期间可能有房间被收回。Doordesk 会自动重新读取列表，完成后即可继续。',
    },
    'cloud-restored': {
      title: '此 Doordesk 副本尚未连接云端',
      text: '它由备份恢复而来，没有发送任何请求。确认没有其他副本在运行后，管理员可用“npm start -- --allow-cloud”允许其连接云端。',
    },
    'cloud-aborted': {
      title: '请求已取消',
      text: '在收到答复之前请求被终止，例如离开了页面。如仍需要请重试。',
    },
    'refused-failure': {
      title: '云端拒绝了操作',
      text: '云端没有说明原因，没有任何更改。请确认房间、门与账号相符后重试。',
    },
    'refused-missing-parameter': {
      title: '请求不完整',
      text: '云端需要的信息比 Doordesk 发送的多，没有任何更改。请联系管理员。',
    },
    'refused-wrong-credentials': {
      title: '云端不再接受您的登录',
      text: '云端的账号或密码不符。请重新登录；如密码已在别处更改，请使用新密码。',
    },
    'refused-not-activated': {
      title: '账号尚未激活',
      text: '云端已登记该账号并发送了邮件。请打开邮件中的链接，然后登录。',
    },
    'refused-already-activated': { title: '账号已存在并已激活', text: '无需注册。请直接登录，或重置密码。' },
    'refused-empty-list': {
      title: '列表为空',
      text: '云端只接受至少一项的列表，没有任何更改。请添加一项后再保存。',
    },
    'refused-door-not-yours': {
      title: '该门不属于此账号',
      text: '云端已拒绝，没有任何更改。请重新加载：该门可能已从账号中移除。',
    },
    'refused-no-such-door': {
      title: '云端没有这扇门',
      text: '没有任何更改。请重新加载：该门可能已更换或移除。',
    },
    'refused-no-such-channel': {
      title: '云端在该门找不到此房间',
      text: '没有任何更改。请重新加载：房间可能已重新编号或移除。',
    },
    'refused-not-landlord': {
      title: '只有该房间的业主或物业管理员可以操作',
      text: '云端表示此账号两者都不是，没有任何更改。请联系业主或管理员。',
    },
    'refused-not-master': {
      title: '只有户主可以操作',
      text: '云端表示此账号不是该房间的户主，没有任何更改。请联系户主。',
    },
    'refused-wrong-account': {
      title: '云端没有该账号',
      text: '没有任何更改。请检查拼写；对方须先在 doordeer 注册。',
    },
    'refused-wrong-action': { title: '云端不认识此项更改', text: '云端已拒绝，没有任何更改。请联系管理员。' },
    'refused-already-shared': { title: '该房间已与此账号共享', text: '无需更改。' },
    'refused-no-such-share': {
      title: '没有这项共享',
      text: '该房间未与此账号共享，或共享已取消。无需更改。',
    },
    'refused-no-such-doorcode': {
      title: '没有这个门码',
      text: '它已被撤销或已过期，不能再开门。请重新加载查看当前列表。',
    },
    'refused-no-such-account': {
      title: '云端没有此账号',
      text: '没有发送任何内容。请检查拼写，并确认填写的是邮箱还是手机号。',
    },
    'refused-bad-email': {
      title: '邮箱地址不正确',
      text: '没有发送任何内容。请按 name@example.com 的形式填写。',
    },
    'refused-picture-format': { title: '云端不接受这种图片', text: '图片没有更换。请使用 JPG 或 PNG。' },
    'refused-picture-unreadable': {
      title: '云端无法读取该图片',
      text: '图片没有更换。请重新保存为 JPG 或 PNG 后再试。',
    },
  },
  fields: {
    required: '请填写此项。',
    tooLong: '内容过长。',
    badEmail: '请按 name@example.com 的形式填写。',
    badPhone: '请填写数字号码，例如 +86 138 0000 0000。',
    badDate: '请选择有效的日期。',
    badTime: '请选择 00:00 至 23:59 之间的时间。',
    badWindow: '结束时间必须晚于开始时间。',
    badChoice: '请从列表中选择。',
    badNumber: '请填写数字。',
    passwordTooShort: '至少使用 8 个字符。',
    memberPasswordTooShort: '请至少使用 15 个字符，例如四个互不相关的词。',
    nameTaken: '另一位成员已使用此登录名，请换一个。',
    nameOfOther: '此处已有成员或厂商账号使用这个名称，请换一个。',
    wrongCode: '验证码错误、已用过或已过期，请输入下一个。',
    passwordGuessed: '此密码很容易被猜中，请使用几个互不相关的词。',
    passwordsDiffer: '两次输入的密码不一致。',
    noSuchRoom: '没有这个房间。',
    nothingGiven: '请至少选择一项权限。',
    buildingMissing: '请至少选择一栋楼宇。',
    invalid: '此内容无法使用。',
  },
};
