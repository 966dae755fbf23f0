# Long lines: a caption stays one line.
# ruff: noqa: E501
"""Captions of office programs in English, German, French and Chinese, as tables."""

from __future__ import annotations

# key, value maker, English | German | French | Chinese
_FIELDS = """
customer name Customer|Kunde|Client|客户
first_name first First name|Vorname|Prénom|名
last_name last Last name|Nachname|Nom|姓
full_name name Full name|Name|Nom complet|姓名
company company Company|Firma|Société|公司
supplier company Supplier|Lieferant|Fournisseur|供应商
email email E-mail|E-Mail|E-mail|邮箱
phone phone Phone|Telefon|Téléphone|电话
mobile phone Mobile|Mobil|Portable|手机
fax phone Fax|Fax|Fax|传真
street street Street|Straße|Rue|街道
address street Address|Adresse|Adresse|地址
zip zip Postal code|PLZ|Code postal|邮编
city city City|Ort|Ville|城市
country country Country|Land|Pays|国家
date date Date|Datum|Date|日期
due_date date Due date|Fällig am|Échéance|到期日
order_date date Order date|Bestelldatum|Date de commande|订单日期
birth_date date Date of birth|Geburtsdatum|Date de naissance|出生日期
start date Start|Beginn|Début|开始
end date End|Ende|Fin|结束
from date From|Von|De|从
to date To|Bis|À|至
time time Time|Uhrzeit|Heure|时间
amount money Amount|Betrag|Montant|金额
price money Unit price|Einzelpreis|Prix unitaire|单价
total money Total|Summe|Total|总计
tax money Tax|Steuer|Taxe|税额
discount percent Discount|Rabatt|Remise|折扣
budget money Budget|Budget|Budget|预算
quantity count Quantity|Menge|Quantité|数量
items count Items|Posten|Articles|件数
age count Age|Alter|Âge|年龄
order_no code Order no.|Bestell-Nr.|N° de commande|订单号
invoice_no code Invoice no.|Rechnungs-Nr.|N° de facture|发票号
customer_id code Customer ID|Kunden-Nr.|N° client|客户编号
patient_id code Patient ID|Patienten-Nr.|N° patient|病历号
reference code Reference|Referenz|Référence|参考号
account code Account|Konto|Compte|账户
iban iban IBAN|IBAN|IBAN|银行账号
article product Article|Artikel|Article|商品
product product Product|Produkt|Produit|产品
category category Category|Kategorie|Catégorie|类别
department department Department|Abteilung|Service|部门
status status Status|Status|Statut|状态
priority priority Priority|Priorität|Priorité|优先级
payment payment Payment method|Zahlungsart|Mode de paiement|付款方式
shipping shipping Shipping|Versand|Livraison|配送
currency currency Currency|Währung|Devise|币种
language language Language|Sprache|Langue|语言
gender gender Gender|Geschlecht|Sexe|性别
title salutation Title|Anrede|Civilité|称谓
doctor name Physician|Arzt|Médecin|医生
diagnosis diagnosis Diagnosis|Diagnose|Diagnostic|诊断
blood blood Blood type|Blutgruppe|Groupe sanguin|血型
subject subject Subject|Betreff|Objet|主题
student name Student|Schüler|Élève|学生
course course Course|Kurs|Cours|课程
grade grade Grade|Note|Note|成绩
teacher name Teacher|Lehrer|Enseignant|教师
project subject Project|Projekt|Projet|项目
task subject Task|Aufgabe|Tâche|任务
owner name Owner|Besitzer|Responsable|负责人
file file File name|Dateiname|Nom du fichier|文件名
folder folder Folder|Ordner|Dossier|文件夹
size size Size|Größe|Taille|大小
user user User name|Benutzername|Identifiant|用户名
password password Password|Kennwort|Mot de passe|密码
website url Website|Webseite|Site web|网站
server url Server|Server|Serveur|服务器
port count Port|Port|Port|端口
comment sentence Comment|Kommentar|Commentaire|备注
notes sentence Notes|Notizen|Notes|说明
description sentence Description|Beschreibung|Description|描述
message sentence Message|Nachricht|Message|消息
weight weight Weight|Gewicht|Poids|重量
height weight Height|Höhe|Hauteur|高度
width weight Width|Breite|Largeur|宽度
room code Room|Raum|Salle|房间
"""

# key, glyph, English | German | French | Chinese
_ACTIONS = """
new page New|Neu|Nouveau|新建
open folder Open…|Öffnen…|Ouvrir…|打开…
save disk Save|Speichern|Enregistrer|保存
save_as disk Save as…|Speichern unter…|Enregistrer sous…|另存为…
print printer Print|Drucken|Imprimer|打印
cut scissors Cut|Ausschneiden|Couper|剪切
copy copy Copy|Kopieren|Copier|复制
paste clipboard Paste|Einfügen|Coller|粘贴
undo undo Undo|Rückgängig|Annuler|撤销
redo redo Redo|Wiederholen|Rétablir|重做
search magnifier Search|Suchen|Rechercher|搜索
find magnifier Find…|Finden…|Chercher…|查找…
delete trash Delete|Löschen|Supprimer|删除
add plus Add|Hinzufügen|Ajouter|添加
remove minus Remove|Entfernen|Retirer|移除
edit pencil Edit|Bearbeiten|Modifier|编辑
settings gear Settings|Einstellungen|Paramètres|设置
options gear Options…|Optionen…|Options…|选项…
help question Help|Hilfe|Aide|帮助
about info About|Über|À propos|关于
send send Send|Senden|Envoyer|发送
reply undo Reply|Antworten|Répondre|回复
forward redo Forward|Weiterleiten|Transférer|转发
refresh refresh Refresh|Aktualisieren|Actualiser|刷新
home home Home|Start|Accueil|主页
back left Back|Zurück|Retour|后退
next right Next|Weiter|Suivant|下一步
up up Up|Hoch|Monter|上移
down down Down|Runter|Descendre|下移
export export Export|Exportieren|Exporter|导出
import import Import|Importieren|Importer|导入
filter funnel Filter|Filter|Filtrer|筛选
sort sort Sort|Sortieren|Trier|排序
calendar calendar Calendar|Kalender|Calendrier|日历
contacts person Contacts|Kontakte|Contacts|联系人
mail mail Mail|E-Mail|Courrier|邮件
attach clip Attach|Anhängen|Joindre|附件
bold bold Bold|Fett|Gras|加粗
italic italic Italic|Kursiv|Italique|斜体
underline underline Underline|Unterstrichen|Souligné|下划线
align_left align_left Left|Links|Gauche|左对齐
align_center align_center Center|Zentriert|Centrer|居中
list list List|Liste|Liste|列表
table table Table|Tabelle|Tableau|表格
image image Picture|Bild|Image|图片
chart chart Chart|Diagramm|Graphique|图表
zoom_in zoom_in Zoom in|Vergrößern|Agrandir|放大
zoom_out zoom_out Zoom out|Verkleinern|Réduire|缩小
lock lock Lock|Sperren|Verrouiller|锁定
star star Favourite|Favorit|Favori|收藏
flag flag Flag|Markieren|Marquer|标记
play play Run|Ausführen|Exécuter|运行
stop stop Stop|Stopp|Arrêter|停止
check check Approve|Genehmigen|Approuver|批准
close cross Close|Schließen|Fermer|关闭
user person Account|Konto|Compte|账户
bell bell Notices|Hinweise|Alertes|通知
chat chat Chat|Chat|Discussion|聊天
download import Download|Herunterladen|Télécharger|下载
upload export Upload|Hochladen|Envoyer|上传
apply check Apply|Übernehmen|Appliquer|应用
cancel cross Cancel|Abbrechen|Annuler|取消
ok check OK|OK|OK|确定
submit send Submit|Absenden|Valider|提交
clear cross Clear|Leeren|Effacer|清空
reset refresh Reset|Zurücksetzen|Réinitialiser|重置
browse folder Browse…|Durchsuchen…|Parcourir…|浏览…
duplicate copy Duplicate|Duplizieren|Dupliquer|复制记录
login right Log in|Anmelden|Connexion|登录
register plus Register|Registrieren|Créer un compte|注册
previous left Previous|Zurück|Précédent|上一步
finish check Finish|Fertig stellen|Terminer|完成
preview image Preview|Vorschau|Aperçu|预览
calculate refresh Calculate|Berechnen|Calculer|计算
book check Book|Buchen|Réserver|预订
yes check Yes|Ja|Oui|是
no cross No|Nein|Non|否
discard cross Don't save|Nicht speichern|Ne pas enregistrer|不保存
"""

_OPTIONS = """
urgent Urgent|Dringend|Urgent|加急
newsletter Subscribe to newsletter|Newsletter abonnieren|S'abonner à la lettre|订阅新闻
gift Gift wrapping|Geschenkverpackung|Emballage cadeau|礼品包装
paid Paid|Bezahlt|Payé|已付款
insured Insured|Versichert|Assuré|有保险
remember Remember me|Angemeldet bleiben|Se souvenir de moi|记住我
terms I accept the terms|Ich akzeptiere die AGB|J'accepte les conditions|我接受条款
autosave Save automatically|Automatisch speichern|Enregistrement auto|自动保存
toolbar Show toolbar|Symbolleiste anzeigen|Afficher la barre|显示工具栏
startup Open at startup|Beim Start öffnen|Ouvrir au démarrage|启动时打开
sound Play sound|Ton abspielen|Jouer un son|播放声音
notify Notify by e-mail|Per E-Mail benachrichtigen|Notifier par e-mail|邮件通知
active Active|Aktiv|Actif|启用
archive Archive after closing|Nach Abschluss archivieren|Archiver à la clôture|关闭后归档
spelling Check spelling|Rechtschreibung prüfen|Vérifier l'orthographe|检查拼写
wrap Wrap lines|Zeilen umbrechen|Retour à la ligne|自动换行
hidden Show hidden files|Versteckte Dateien|Fichiers cachés|显示隐藏文件
express Express|Express|Express|快递
smoker Smoker|Raucher|Fumeur|吸烟
allergy Allergies known|Allergien bekannt|Allergies connues|已知过敏
backup Keep a backup|Sicherung behalten|Garder une copie|保留备份
grid Show grid|Raster anzeigen|Afficher la grille|显示网格
"""

_SECTIONS = """
general General|Allgemein|Général|常规
details Details|Details|Détails|详情
billing Billing|Rechnung|Facturation|账单
delivery Delivery|Lieferung|Livraison|交付
contact Contact|Kontakt|Contact|联系方式
order Order|Bestellung|Commande|订单
patient Patient|Patient|Patient|患者
visit Visit|Besuch|Visite|就诊
invoice Invoice|Rechnung|Facture|发票
advanced Advanced|Erweitert|Avancé|高级
appearance Appearance|Darstellung|Apparence|外观
security Security|Sicherheit|Sécurité|安全
network Network|Netzwerk|Réseau|网络
history History|Verlauf|Historique|历史
documents Documents|Dokumente|Documents|文档
notes Notes|Notizen|Notes|笔记
products Products|Produkte|Produits|产品
reports Reports|Berichte|Rapports|报表
inbox Inbox|Posteingang|Réception|收件箱
sent Sent|Gesendet|Envoyés|已发送
drafts Drafts|Entwürfe|Brouillons|草稿
trash Trash|Papierkorb|Corbeille|回收站
customers Customers|Kunden|Clients|客户
suppliers Suppliers|Lieferanten|Fournisseurs|供应商
staff Staff|Personal|Personnel|员工
stock Stock|Lager|Stock|库存
calendar Calendar|Kalender|Agenda|日程
overview Overview|Übersicht|Aperçu|概览
grades Grades|Noten|Notes|成绩
courses Courses|Kurse|Cours|课程
payments Payments|Zahlungen|Paiements|付款
"""

_MENUS = """
file File|Datei|Fichier|文件
edit Edit|Bearbeiten|Édition|编辑
view View|Ansicht|Affichage|查看
insert Insert|Einfügen|Insertion|插入
format Format|Format|Format|格式
tools Tools|Extras|Outils|工具
data Data|Daten|Données|数据
record Record|Datensatz|Fiche|记录
window Window|Fenster|Fenêtre|窗口
help Help|Hilfe|Aide|帮助
"""

_CHOICES = {
    "country": "Germany Deutschland Allemagne 德国|France Frankreich France 法国|Spain Spanien Espagne 西班牙|"
    "Italy Italien Italie 意大利|Poland Polen Pologne 波兰|China China Chine 中国|Japan Japan Japon 日本|"
    "Canada Kanada Canada 加拿大|Austria Österreich Autriche 奥地利|Brazil Brasilien Brésil 巴西|India Indien Inde 印度|"
    "Norway Norwegen Norvège 挪威",
    "category": "Office Büro Bureau 办公|Hardware Hardware Matériel 硬件|Software Software Logiciel 软件|"
    "Services Dienste Services 服务|Furniture Möbel Mobilier 家具|Books Bücher Livres 图书|Travel Reisen Voyages 差旅",
    "department": "Sales Vertrieb Ventes 销售部|Finance Finanzen Finances 财务部|Support Support Support 客服部|"
    "Personnel Personal RH 人事部|Production Produktion Production 生产部|Purchasing Einkauf Achats 采购部|IT IT IT 信息部",
    "status": "Open Offen Ouvert 未处理|Closed Geschlossen Fermé 已关闭|Pending Wartend Attente 待定|"
    "Shipped Versandt Expédié 已发货|Draft Entwurf Brouillon 草稿|Overdue Überfällig Retard 逾期|New Neu Nouveau 新建",
    "priority": "Low Niedrig Basse 低|Normal Normal Normale 普通|High Hoch Haute 高|Critical Kritisch Critique 紧急",
    "payment": "Cash Bar Espèces 现金|Card Karte Carte 银行卡|Invoice Rechnung Facture 发票|"
    "Transfer Überweisung Virement 转账|PayPal PayPal PayPal 支付宝",
    "shipping": "Standard Standard Standard 标准|Express Express Express 快递|Pickup Abholung Retrait 自提|"
    "Courier Kurier Coursier 专送",
    "currency": "EUR EUR EUR 人民币|USD USD USD 美元|GBP GBP GBP 英镑|CHF CHF CHF 瑞郎|JPY JPY JPY 日元",
    "language": "English Englisch Anglais 英语|German Deutsch Allemand 德语|French Französisch Français 法语|"
    "Chinese Chinesisch Chinois 中文|Spanish Spanisch Espagnol 西班牙语",
    "gender": "Female Weiblich Femme 女|Male Männlich Homme 男|Other Divers Autre 其他",
    "salutation": "Ms Frau Mme 女士|Mr Herr M. 先生|Dr Dr. Dr 博士|Prof. Prof. Pr 教授",
    "blood": "A+ A+ A+ A+|A- A- A- A-|B+ B+ B+ B+|AB+ AB+ AB+ AB+|0+ 0+ 0+ 0+|0- 0- 0- 0-",
    "diagnosis": "Influenza Grippe Grippe 流感|Asthma Asthma Asthme 哮喘|Migraine Migräne Migraine 偏头痛|"
    "Diabetes Diabetes Diabète 糖尿病|Fracture Fraktur Fracture 骨折|Check-up Vorsorge Bilan 体检",
    "course": "Algebra Algebra Algèbre 代数|Biology Biologie Biologie 生物|History Geschichte Histoire 历史|"
    "Chemistry Chemie Chimie 化学|Music Musik Musique 音乐|Physics Physik Physique 物理",
    "grade": "A 1 18 优|B 2 15 良|C 3 12 中|D 4 10 及格|B+ 2+ 16 95|A- 1- 17 88",
    "product": "Notebook Notizbuch Carnet 笔记本|Pencil Bleistift Crayon 铅笔|Monitor Monitor Écran 显示器|"
    "Chair Stuhl Chaise 椅子|Lamp Lampe Lampe 台灯|Keyboard Tastatur Clavier 键盘|Stapler Hefter Agrafeuse 订书机|"
    "Folder Ordner Classeur 文件夹|Paper Papier Papier 纸张|Printer Drucker Imprimante 打印机|Desk Tisch Bureau 书桌|"
    "Headset Headset Casque 耳机|Scanner Scanner Scanner 扫描仪|Projector Beamer Projecteur 投影仪",
}


def _table(text: str, columns: int) -> dict[str, tuple[str, ...]]:
    rows = [line.split(" ", columns) for line in text.strip().splitlines()]
    return {row[0]: (*row[1:columns], *row[columns].split("|")) for row in rows}


FIELDS = _table(_FIELDS, 2)
"""Field key -> (value maker, English, German, French, Chinese)."""
ACTIONS = _table(_ACTIONS, 2)
"""Action key -> (glyph, English, German, French, Chinese)."""
OPTIONS = _table(_OPTIONS, 1)
SECTIONS = _table(_SECTIONS, 1)
MENUS = _table(_MENUS, 1)
CHOICES = {key: [entry.split(" ") for entry in text.split("|")] for key, text in _CHOICES.items()}
"""Value maker -> its fixed values, each in the four languages."""
