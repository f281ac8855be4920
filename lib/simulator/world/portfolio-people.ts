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

export const harborPeople: Population = {
  families: words(
    'Tan Lim Wong Lee Ng Chan Goh Ho Teo Koh Ong Chua Yeo Sim Toh Low Adams Bennett Campbell Davies Evans Foster Gibson Harris Iyer Joseph Kumar Mitchell Menon Novak Parker Pereira Quek Rahman Reid Santos Seah Thompson Walker Yamada Wright Ang Chong Foo Heng Kwan Leong Mok Soh Tay Wee Clarke Dunn Grant Hughes Moore Sato Turner',
  ),
  given: words(
    'Grace Daniel Michelle Kevin Sarah Jason Rachel Marcus Emily Adrian Chloe Benjamin Priya Ryan Natalie Wei Mei Hannah Oliver Sophie Aisha Lucas Joanna Edwin Fiona Nigel',
  ),
  address: mailAt('mail.example'),
  phone: '+65 9### ####',
  language: 'en',
  vacant: 0.05,
};

export const gardenPeople: Population = {
  families: words(
    'wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie song tang han feng deng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu ding',
  ),
  given: words(
    'wei fang na min jing li qiang lei jun yang yong yan jie juan tao ming chao xiulan xia ping gang guiying xin hui ling bo',
  ),
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
  address: (given, firm) => `${given}@${plain(firm)}.example`,
  phone: '+1 212 555 01##',
  language: 'en',
  vacant: 0.1,
};
