/** The invitation in English. `invite --save-templates` writes it into a file to be edited. */
export const en = `Subject: <%= it.sender %> asks for your approval: moving your Microsoft licences

Dear <%= it.contact %>,

we look after the Microsoft licences of <%= it.name %> (<%= it.domain %>). We are bringing our accounts with Microsoft together into one,
and for that we need your approval once more.

Please ask a Global Administrator of your Microsoft 365 to open this link, sign in, and accept:

<%= it.link %>

Accepting changes nothing for your users and costs nothing. It only lets us continue your subscriptions in our new account. Your
licences and your data stay as they are, and nobody has to install or set up anything.

If you have questions, just answer this message.

Kind regards
<%= it.sender %>
`
