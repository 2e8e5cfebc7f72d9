/** The invitation in German. `invite --save-templates` writes it into a file to be edited. */
export const de = `Subject: <%= it.sender %> bittet um Ihre Zustimmung: Umzug Ihrer Microsoft-Lizenzen

Guten Tag <%= it.contact %>,

wir betreuen die Microsoft-Lizenzen von <%= it.name %> (<%= it.domain %>). Wir führen unsere Konten bei Microsoft in einem einzigen
zusammen und brauchen dafür noch einmal Ihre Zustimmung.

Bitte lassen Sie einen globalen Administrator Ihres Microsoft 365 diesen Link öffnen, sich anmelden und zustimmen:

<%= it.link %>

Für Ihre Benutzer ändert sich dadurch nichts, und es kostet nichts. Die Zustimmung erlaubt uns nur, Ihre Abonnements in unserem neuen
Konto weiterzuführen. Lizenzen und Daten bleiben, wie sie sind, und niemand muss etwas installieren oder einrichten.

Wenn Sie Fragen haben, antworten Sie einfach auf diese Nachricht.

Mit freundlichen Grüßen
<%= it.sender %>
`
