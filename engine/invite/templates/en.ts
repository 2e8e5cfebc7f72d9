/** The invitation in English. `invite --save-templates` writes it into a file to be edited. */
export const en = `Subject: <%= it.sender %> asks for your approval: moving your Microsoft licences

Dear <%= it.contact %>,

we look after the Microsoft licences of <%= it.name %> (<%= it.domain %>). We are bringing our accounts with Microsoft together into one, and for that we need your approval once more.

Please ask a Global Administrator of your Microsoft 365 to open this link, sign in, and accept:

<%= it.link %>
<%= it.admin %>
Accepting changes nothing for your users and costs nothing. It only lets us continue your subscriptions in our new account. Your licences and your data stay as they are, and there is nothing to install or to set up.

If you have questions, just answer this message.

Kind regards
<%= it.sender %>
`

/** Stands in it where the customer is asked for delegated administration too. */
export const enAdmin = `Please let the same administrator open this second link too and approve. It lets us look after your licences and open support requests for you, with the roles that it lists and no others, until you end it:`

/** For a customer that has accepted already, and is asked for delegated administration alone. */
export const enAdminOnly = `Subject: <%= it.sender %> asks for your approval: looking after your Microsoft 365

Dear <%= it.contact %>,

we look after the Microsoft licences of <%= it.name %> (<%= it.domain %>). So that we can see which licences are in use and open support requests for you, Microsoft wants your approval.

Please ask a Global Administrator of your Microsoft 365 to open this link, sign in, and approve:

<%= it.adminLink %>

The page lists the roles that we would get; there are no others. Approving changes nothing for your users and costs nothing, and you can end it at any time.

If you have questions, just answer this message.

Kind regards
<%= it.sender %>
`
