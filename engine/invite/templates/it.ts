/** The invitation in Italian. `invite --save-templates` writes it into a file to be edited. */
export const it = `Subject: <%= it.sender %> chiede la Vostra approvazione: passaggio delle licenze Microsoft

Gentile <%= it.contact %>,

gestiamo le licenze Microsoft di <%= it.name %> (<%= it.domain %>). Stiamo riunendo i nostri account presso Microsoft in uno solo, e per questo abbiamo bisogno ancora una volta della Vostra approvazione.

Vi preghiamo di far aprire questo collegamento a un amministratore globale del Vostro Microsoft 365, che acceda e accetti:

<%= it.link %>
<%= it.admin %>
L'accettazione non cambia nulla per gli utenti e non costa nulla. Ci permette soltanto di continuare i Vostri abbonamenti nel nostro nuovo account. Licenze e dati restano come sono, e nessuno deve installare o configurare nulla.

Per qualsiasi domanda, basta rispondere a questo messaggio.

Cordiali saluti
<%= it.sender %>
`

/** Stands in it where the customer is asked for delegated administration too. */
export const itAdmin = `Vi preghiamo di far aprire allo stesso amministratore anche questo secondo collegamento e di approvare. Ci permette di seguire le Vostre licenze e di aprire richieste di assistenza per Voi, con i soli ruoli che vi sono elencati, finché non lo terminate:`

/** For a customer that has accepted already, and is asked for delegated administration alone. */
export const itAdminOnly = `Subject: <%= it.sender %> chiede la Vostra approvazione: assistenza del Vostro Microsoft 365

Gentile <%= it.contact %>,

gestiamo le licenze Microsoft di <%= it.name %> (<%= it.domain %>). Per vedere quali licenze sono in uso e aprire richieste di assistenza per Voi, Microsoft richiede la Vostra approvazione.

Vi preghiamo di far aprire questo collegamento a un amministratore globale del Vostro Microsoft 365, che acceda e approvi:

<%= it.adminLink %>

La pagina elenca i ruoli che riceveremmo; non ce ne sono altri. L'approvazione non cambia nulla per gli utenti, non costa nulla e può essere terminata in qualsiasi momento.

Per qualsiasi domanda, basta rispondere a questo messaggio.

Cordiali saluti
<%= it.sender %>
`
