/** The invitation in French. `invite --save-templates` writes it into a file to be edited. */
export const fr = `Subject: <%= it.sender %> demande votre accord : transfert de vos licences Microsoft

Bonjour <%= it.contact %>,

nous gérons les licences Microsoft de <%= it.name %> (<%= it.domain %>). Nous réunissons nos comptes chez Microsoft en un seul, et nous avons pour cela besoin, une nouvelle fois, de votre accord.

Merci de demander à un administrateur général de votre Microsoft 365 d'ouvrir ce lien, de se connecter et d'accepter :

<%= it.link %>
<%= it.admin %>
Cet accord ne change rien pour vos utilisateurs et ne coûte rien. Il nous permet seulement de poursuivre vos abonnements dans notre nouveau compte. Vos licences et vos données restent les mêmes, et personne n'a rien à installer ni à configurer.

Pour toute question, répondez simplement à ce message.

Cordialement
<%= it.sender %>
`

/** Stands in it where the customer is asked for delegated administration too. */
export const frAdmin = `Merci de demander au même administrateur d'ouvrir aussi ce second lien et d'approuver. Il nous permet de suivre vos licences et d'ouvrir des demandes d'assistance pour vous, avec les seuls rôles qui y figurent, jusqu'à ce que vous y mettiez fin :`

/** For a customer that has accepted already, and is asked for delegated administration alone. */
export const frAdminOnly = `Subject: <%= it.sender %> demande votre accord : suivi de votre Microsoft 365

Bonjour <%= it.contact %>,

nous gérons les licences Microsoft de <%= it.name %> (<%= it.domain %>). Pour voir quelles licences sont utilisées et ouvrir des demandes d'assistance pour vous, Microsoft exige votre accord.

Merci de demander à un administrateur général de votre Microsoft 365 d'ouvrir ce lien, de se connecter et d'approuver :

<%= it.adminLink %>

La page indique les rôles que nous recevrions ; il n'y en a pas d'autres. Cet accord ne change rien pour vos utilisateurs, ne coûte rien, et vous pouvez y mettre fin à tout moment.

Pour toute question, répondez simplement à ce message.

Cordialement
<%= it.sender %>
`
