/** The invitation in German. `invite --save-templates` writes it into a file to be edited. */
export const de = `Subject: <%= it.sender %> bittet um Ihre Zustimmung: Umzug Ihrer Microsoft-Lizenzen

Guten Tag <%= it.contact %>,

wir betreuen die Microsoft-Lizenzen von <%= it.name %> (<%= it.domain %>). Wir führen unsere Konten bei Microsoft in einem einzigen zusammen und brauchen dafür noch einmal Ihre Zustimmung.

Bitte lassen Sie einen globalen Administrator Ihres Microsoft 365 diesen Link öffnen, sich anmelden und zustimmen:

<%= it.link %>
<%= it.admin %>
Für Ihre Benutzer ändert sich dadurch nichts, und es kostet nichts. Die Zustimmung erlaubt uns nur, Ihre Abonnements in unserem neuen Konto weiterzuführen. Lizenzen und Daten bleiben, wie sie sind, und niemand muss etwas installieren oder einrichten.

Wenn Sie Fragen haben, antworten Sie einfach auf diese Nachricht.

Mit freundlichen Grüßen
<%= it.sender %>
`

/** Stands in it where the customer is asked for delegated administration too. */
export const deAdmin = `Bitte lassen Sie denselben Administrator auch diesen zweiten Link öffnen und zustimmen. Damit können wir Ihre Lizenzen betreuen und Supportanfragen für Sie stellen, mit genau den Rollen, die dort stehen, und bis Sie es beenden:`

/** For a customer that has accepted already, and is asked for delegated administration alone. */
export const deAdminOnly = `Subject: <%= it.sender %> bittet um Ihre Zustimmung: Betreuung Ihres Microsoft 365

Guten Tag <%= it.contact %>,

wir betreuen die Microsoft-Lizenzen von <%= it.name %> (<%= it.domain %>). Damit wir sehen, welche Lizenzen genutzt werden, und Supportanfragen für Sie stellen können, verlangt Microsoft Ihre Zustimmung.

Bitte lassen Sie einen globalen Administrator Ihres Microsoft 365 diesen Link öffnen, sich anmelden und zustimmen:

<%= it.adminLink %>

Auf der Seite stehen die Rollen, die wir bekommen; weitere sind es nicht. Für Ihre Benutzer ändert sich dadurch nichts, es kostet nichts, und Sie können es jederzeit beenden.

Wenn Sie Fragen haben, antworten Sie einfach auf diese Nachricht.

Mit freundlichen Grüßen
<%= it.sender %>
`
