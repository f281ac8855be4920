import type { auth as English } from '../en/auth';
import type { Texts } from '../texts';

export const auth: Texts<typeof English> = {
  tagline: '管理 doordeer 门禁的楼宇、房间、门码和开门事件。',
  signIn: {
    title: '登录',
    account: '账号',
    accountHint: '通常是注册时使用的邮箱地址。',
    password: '密码',
    role: '登录角色',
    submit: '登录',
    forgot: '忘记密码？',
    noAccount: '还没有账号？',
    register: '注册',
    showPassword: '显示密码',
    hidePassword: '隐藏密码',
    minutes: '请再等 {minutes} 分钟。',
    until: '云端将于 {time} 重新接受此账号的请求。',
    unsent: 'Doordesk 没有响应，请检查网络后重试。',
  },
  roleHints: {
    manager: '您管理整栋楼宇。',
    landlord: '您拥有房间，或业主已将您指定为户主。',
    tenant: '您住在房间里，或有人与您共享房间。',
  },
  ended: {
    'signed-out': '您已退出登录。',
    'ended-elsewhere': '此会话已被您的另一个会话结束，请重新登录以继续。',
    idle: '一小时未使用，已自动退出登录。',
    expired: '会话最长一天，已自动退出登录。',
    upgraded: 'Doordesk 已更新，之前的会话已结束，请重新登录。',
    'password-changed': '云端不再接受您登录时的密码。如果您已更改密码，请用新密码登录。',
    throttled: '密码输错次数过多，此会话已结束，请重新登录。',
  },
  register: {
    title: '注册',
    intro: '您将在 doordeer 云端注册，Doordesk 不保存任何注册信息。',
    email: '邮箱地址',
    emailHint: '它将成为您的账号名。doordeer 可能会向此邮箱发送激活邮件。',
    phone: '手机号码',
    password: '密码',
    passwordHint: '至少 8 个字符。用几个互不相关的词组成，密码会更安全。',
    repeated: '再次输入密码',
    role: '您的角色',
    language: 'doordeer 消息的语言',
    submit: '注册',
    haveAccount: '已有账号？',
    toSignIn: '前往登录',
    strength: '强度：{strength}',
    strengths: { weak: '弱', fair: '一般', good: '良好', strong: '强' },
    done: {
      ok: { title: '注册成功', text: '云端已为 {email} 完成注册，现在可以登录。' },
      'signed-up-not-activated': {
        title: '还差一步：激活账号',
        text: '云端已为 {email} 完成注册，但账号尚未激活。请打开 doordeer 发送的邮件并按提示操作，然后登录。',
      },
      'signed-up-activated': {
        title: '注册成功，账号已激活',
        text: '云端已为 {email} 完成注册并激活账号，现在可以登录。',
      },
    },
    refused: {
      failure: {
        title: '云端未能完成注册',
        text: '云端没有说明原因。通常是该邮箱已有账号：请尝试登录或找回密码。',
      },
      missing: {
        title: '云端表示缺少信息',
        text: '您尚未注册。有些云端还要求手机号码：请填写后重试。',
      },
      unknown: {
        title: '无法确定是否已注册',
        text: '没有收到云端的答复。再次注册前，请先查看邮箱中是否有 doordeer 的邮件，或尝试登录。',
      },
    },
  },
  forgot: {
    title: '忘记密码',
    intro: 'doordeer 云端会向您发送重设密码所需的信息，Doordesk 不会得知新密码。',
    account: '账号',
    by: '发送方式',
    email: '邮件',
    phone: '手机短信',
    submit: '发送',
    back: '返回登录',
    done: {
      title: '已发送',
      email: '云端表示邮件正发往 {account} 的邮箱。也请查看垃圾邮件箱。',
      phone: '云端表示短信正发往 {account} 的手机。',
    },
    refused: {
      failure: {
        title: '云端没有发送任何信息',
        text: '云端没有说明原因。可能此账号没有登记手机号码：请改用邮件。',
      },
      missing: { title: '云端表示缺少信息', text: '没有发送任何信息，请检查账号后重试。' },
      noAccount: { title: '云端没有这个账号', text: '没有发送任何信息，请检查拼写后重试。' },
      badEmail: {
        title: '云端不接受这个邮箱地址',
        text: '没有发送任何信息，请按 name@example.com 的格式填写。',
      },
      unknown: {
        title: '无法确定是否已发送',
        text: '没有收到云端的答复。请等待几分钟，看是否收到信息，然后再重试。',
      },
    },
  },
  prompt: {
    title: '请再次输入密码',
    text: '此步骤需要您登录时使用的密码，之后 10 分钟内无需再次输入。',
    password: '密码',
    submit: '继续',
    wrong: '这不是您登录时使用的密码。',
  },
};
