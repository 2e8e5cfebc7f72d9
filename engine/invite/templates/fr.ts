/** The invitation in French. `invite --save-templates` writes it into a file to be edited. */
export const fr = `Subject: <%= it.sender %> demande votre accord : transfert de vos licences Microsoft

Bonjour <%= it.contact %>,

nous gérons les licences Microsoft de <%= it.name %> (<%= it.domain %>). Nous réunissons nos comptes chez Microsoft en un seul, et nous
avons pour cela besoin, une nouvelle fois, de votre accord.

Merci de demander à un administrateur général de votre Microsoft 365 d'ouvrir ce lien, de se connecter et d'accepter :

<%= it.link %>

Cet accord ne change rien pour vos utilisateurs et ne coûte rien. Il nous permet seulement de poursuivre vos abonnements dans notre
nouveau compte. Vos licences et vos données restent les mêmes, et personne n'a rien à installer ni à configurer.

Pour toute question, répondez simplement à ce message.

Cordialement
<%= it.sender %>
`
