import type { Population } from './plan';
import type { Random } from './random';

/** Email addresses have plain letters only: Größl becomes groessl, Zoë zoe. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/[äöüßı]/g, (letter) => ({ ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', ı: 'i' })[letter] ?? letter)
    .normalize('NFD')
    .replace(/['\p{M}]/gu, '')
    .replace(/[^a-z0-9]+/g, '-');
}

function mailAt(domain: string) {
  return (given: string, family: string, random: Random): string => {
    const [first, last] = [plain(given), plain(family)];
    const year = random.int(68, 99);
    return `${random.pick([`${first}.${last}`, `${first}.${last}`, `${first[0]}.${last}`, `${first}${last}${year}`])}@${domain}`;
  };
}

const words = (text: string) => text.split(' ');

const westernName = (given: string, family: string) => `${given} ${family}`;

export const harborPeople: Population = {
  families: words(
    'Tan Lim Wong Lee Ng Chan Goh Ho Teo Koh Ong Chua Yeo Sim Toh Low Adams Bennett Campbell Davies Evans Foster Gibson Harris Iyer Joseph Kumar Mitchell Menon Novak Parker Pereira Quek Rahman Reid Santos Seah Thompson Walker Yamada Wright Ang Chong Foo Heng Kwan Leong Mok Soh Tay Wee Clarke Dunn Grant Hughes Moore Sato Turner',
  ),
  given: words(
    'Grace Daniel Michelle Kevin Sarah Jason Rachel Marcus Emily Adrian Chloe Benjamin Priya Ryan Natalie Wei Mei Hannah Oliver Sophie Aisha Lucas Joanna Edwin Fiona Nigel',
  ),
  fullName: westernName,
  address: mailAt('mail.example'),
  phone: '+65 9### ####',
  language: 'en',
  vacant: 0.05,
};

/** As an address spells a name, and as it is written. */
const spelled = (text: string) =>
  new Map(
    words(text).map((pair): [string, string] => {
      const [address = '', written = ''] = pair.split(':');
      return [address, written];
    }),
  );

const chineseFamilies = spelled(
  'wang:王 li:李 zhang:张 liu:刘 chen:陈 yang:杨 huang:黄 zhao:赵 wu:吴 zhou:周 xu:徐 sun:孙 ma:马 zhu:朱 hu:胡 guo:郭 he:何 lin:林 gao:高 luo:罗 zheng:郑 liang:梁 xie:谢 song:宋 tang:唐 han:韩 feng:冯 deng:邓 cao:曹 peng:彭 zeng:曾 xiao:肖 tian:田 dong:董 pan:潘 yuan:袁 cai:蔡 jiang:蒋 yu:余 du:杜 ye:叶 cheng:程 wei:魏 su:苏 lu:陆 ding:丁',
);
const chineseGiven = spelled(
  'wei:伟 fang:芳 na:娜 min:敏 jing:静 li:丽 qiang:强 lei:磊 jun:军 yang:洋 yong:勇 yan:艳 jie:杰 juan:娟 tao:涛 ming:明 chao:超 xiulan:秀兰 xia:霞 ping:平 gang:刚 guiying:桂英 xin:欣 hui:慧 ling:玲 bo:波',
);

export const gardenPeople: Population = {
  families: [...chineseFamilies.keys()],
  given: [...chineseGiven.keys()],
  fullName: (given, family) => `${chineseFamilies.get(family)}${chineseGiven.get(given)}`,
  address: (given, family, random) =>
    `${random.pick([`${family}${given}`, `${family}.${given}`, `${given}${family}${random.int(70, 99)}`])}@youxiang.example`,
  phone: '+86 13# #### ####',
  language: 'zh',
  vacant: 0.06,
};

export const altbauPeople: Population = {
  families: words(
    'Müller Größl Schäfer Weiß Öztürk Krüger Lindner Hoffmann Yılmaz Böhm Vogt Köhler Brandt Jäger Nowak Günther Preuß Schulz Albrecht Haas Kühn Petersen Wolff Zöllner Engel Fröhlich Maaß Richter Seidel Thiele Bauer Dietrich Ebert Förster Hübner Kaiser Lorenz Möller Pohl Roth Sauer Voß',
  ),
  given: words(
    'Anna Jürgen Heike Lukas Katrin Björn Sabine Zoë Felix Jörg Lena Emre Ute Moritz Elif Stefan Käthe Paul Greta Ali Birgit Niklas Renate Jonas',
  ),
  fullName: westernName,
  address: mailAt('post.example'),
  phone: '+49 17# #######',
  language: 'de',
  vacant: 0.07,
};

export const courtPeople: Population = {
  families: [
    "O'Brien",
    "O'Neill",
    ...words(
      'Murphy Kelly Byrne Ryan Walsh Doyle McCarthy Gallagher Doherty Kennedy Lynch Murray Quinn Moore Nolan Brennan Burke Collins Flynn Hughes Keane Power Daly Kavanagh Farrell Healy Kowalski Silva',
    ),
  ],
  given: words(
    'Aoife Conor Niamh Seán Ciara Eoin Saoirse Patrick Róisín Cian Emma Liam Maeve Declan Orla Brian Sinéad Tadhg Agnieszka Paulo',
  ),
  fullName: westernName,
  address: mailAt('mail.example'),
  phone: '+353 8# ### ####',
  language: 'en',
  vacant: 0.07,
};

export const towerPeople: Population = {
  families: words(
    'Haddad Alfarsi Khalil Nasser Saleh Mansour Rahman Aziz Darwish Farouk Hamdan Ibrahim Jaber Karim Najjar Odeh Qasim Rashid Sabbagh Tamimi Younes Zayed Shaikh Mathew Fernandes Reyes Ahmed Hussain Petrov Martin Rossi Osman Bakri Safadi Awad Shami',
  ),
  given: words(
    'Omar Fatima Khalid Layla Yusuf Mariam Hassan Noor Tariq Salma Ahmed Rania Samir Huda Bilal Dina Joseph Maria Elena Ziad',
  ),
  fullName: westernName,
  address: mailAt('mail.example'),
  phone: '+971 5# ### ####',
  language: 'en',
  vacant: 0.09,
};

export const terracePeople: Population = {
  families: words(
    'Kumar Sharma Iyer Reddy Nair Patel Singh Gupta Rao Mehta Joshi Desai Menon Shetty Kulkarni Bose Das Pillai Verma Kapoor Bhat Naidu Chopra Banerjee Fernandes Khan Murthy Ghosh',
  ),
  given: words(
    'Ravi Priya Arjun Ananya Vikram Kavya Rahul Meera Sanjay Divya Karthik Neha Suresh Lakshmi Rohan Aditi Deepak Pooja Imran Asha',
  ),
  fullName: westernName,
  address: mailAt('mail.example'),
  phone: '+91 9#### #####',
  language: 'en',
  vacant: 0.08,
};

/** The family name is the firm, and its people have addresses there. */
export const officePeople: Population = {
  families: [
    'Brightside Dental',
    'Cobble & Pine Books',
    'Northlight Design',
    'Harlow Finch Optics',
    'Bluebird Travel',
    'Vega Law',
    'Kestrel Analytics',
    'Union Street Yoga',
    'Maple Tax Advisers',
    'Studio Okafor',
    'Lumen Architects',
    'Greenpoint Media',
    'Tailor Rossi',
    'Beacon Insurance',
    'Little Fern Florist',
    'Hudson Recruiting',
    'Quill Translations',
    'Parkside Physio',
    'Orchard Software',
    'Delancey Coffee',
    'Sable Records',
    'Fulton Engineering',
    'Clearwater Foundation',
    'Mott Street Bakery',
    'Ivory Keys Pianos',
  ],
  given: words('office reception accounts maya jordan it elena marcus hello dana chris operations'),
  // The tenant is the firm.
  fullName: (_given, firm) => firm,
  address: (given, firm) => `${given}@${plain(firm)}.example`,
  phone: '+1 212 555 01##',
  language: 'en',
  vacant: 0.1,
};
