// Invented messages for the store that pictures are taken of. No firm, person, wallet or host in them exists.

const soon = (hours) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

export const messages = [
  { title: 'Brightwater Dental: note on the print server', text: `Your network was encrypted and 85 GB of patient records were downloaded. Pay 85,000 USD in Bitcoin before ${soon(-20)} UTC or we publish everything on our blog. Do not call the police.` },
  { title: 'Kestrel Logistics: second week', text: `We still have your contracts and passports of your staff. The price is 640,000 USD. You have until ${soon(5)} UTC, then the first part goes online. Proof: we can decrypt two files for free.` },
  { title: 'St Brannoc School: note and call', text: `All servers of the school are encrypted. We took 12 GB of pupils' data. 120,000 GBP in Monero, deadline ${soon(20)} UTC. If you do not pay we write to every parent.` },
  { title: 'Works council: webcam claim', text: 'I have full access to your device and recorded you through the webcam. Send 1,900 EUR in Bitcoin within 48 hours or all your contacts receive the video.' },
  { title: 'Old Mill Brewery: flood threat', text: `We will start a DDoS attack on your shop. To stop it pay 2 XMR before ${soon(60)} UTC. A small demonstration runs for 30 minutes today.` },
  { title: 'Marlow & Finch Solicitors: mail to two partners', text: `We exfiltrated your client files, 140 GB. Pay 0.75 BTC until ${soon(100)} UTC. A file tree is attached as proof. After the deadline we contact your clients and the press.` },
  { title: 'Chain mail to the info address', text: 'Your account was hacked. I know your password. Transfer 740 USD in Bitcoin in 2 days or I publish your browsing history to your family.' },
  { title: 'Newsletter forwarded by the mail room', text: 'Dear members, the summer fair takes place on the village green. Bring cakes and a chair. The raffle starts at three.' },
  { title: 'Press report on a hospital', text: 'The hospital said on Monday that a ransomware group had encrypted its servers and demanded a payment. Police are investigating; patients were moved to other clinics.' },
  { title: 'Insurer asks about last year', text: 'Could you send us the report on the incident of last year, in which the group claimed to have stolen data? Our auditors need the ransom note and the timeline by Friday.' },
];
