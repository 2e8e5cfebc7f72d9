/** The invitation in Spanish. `invite --save-templates` writes it into a file to be edited. */
export const es = `Subject: <%= it.sender %> solicita su aprobación: traslado de sus licencias de Microsoft

Estimado/a <%= it.contact %>:

gestionamos las licencias de Microsoft de <%= it.name %> (<%= it.domain %>). Estamos reuniendo nuestras cuentas con Microsoft en una sola y para ello necesitamos una vez más su aprobación.

Le rogamos que un administrador global de su Microsoft 365 abra este enlace, inicie sesión y acepte:

<%= it.link %>
<%= it.admin %>
Aceptar no cambia nada para sus usuarios y no cuesta nada. Solo nos permite continuar sus suscripciones en nuestra nueva cuenta. Sus licencias y sus datos siguen igual, y nadie tiene que instalar ni configurar nada.

Si tiene alguna pregunta, responda a este mensaje.

Un cordial saludo,
<%= it.sender %>
`

/** Stands in it where the customer is asked for delegated administration too. */
export const esAdmin = `Le rogamos que el mismo administrador abra también este segundo enlace y lo apruebe. Nos permite atender sus licencias y abrir solicitudes de soporte en su nombre, solo con los roles que allí figuran y hasta que usted lo termine:`

/** For a customer that has accepted already, and is asked for delegated administration alone. */
export const esAdminOnly = `Subject: <%= it.sender %> solicita su aprobación: atención de su Microsoft 365

Estimado/a <%= it.contact %>:

gestionamos las licencias de Microsoft de <%= it.name %> (<%= it.domain %>). Para ver qué licencias se utilizan y abrir solicitudes de soporte en su nombre, Microsoft exige su aprobación.

Le rogamos que un administrador global de su Microsoft 365 abra este enlace, inicie sesión y apruebe:

<%= it.adminLink %>

La página muestra los roles que recibiríamos; no hay otros. Aprobarlo no cambia nada para sus usuarios, no cuesta nada y puede terminarlo en cualquier momento.

Si tiene alguna pregunta, responda a este mensaje.

Un cordial saludo,
<%= it.sender %>
`
