/** The invitation in Italian. `invite --save-templates` writes it into a file to be edited. */
export const it = `Subject: <%= it.sender %> chiede la Sua approvazione: passaggio delle licenze Microsoft

Gentile <%= it.contact %>,

gestiamo le licenze Microsoft di <%= it.name %> (<%= it.domain %>). Stiamo riunendo i nostri account presso Microsoft in uno solo,
e per questo abbiamo bisogno ancora una volta della Sua approvazione.

La preghiamo di far aprire questo collegamento a un amministratore globale del Vostro Microsoft 365, che acceda e accetti:

<%= it.link %>

L'accettazione non cambia nulla per gli utenti e non costa nulla. Ci permette soltanto di continuare i Vostri abbonamenti nel nostro
nuovo account. Licenze e dati restano come sono, e nessuno deve installare o configurare nulla.

Per qualsiasi domanda, basta rispondere a questo messaggio.

Cordiali saluti
<%= it.sender %>
`
