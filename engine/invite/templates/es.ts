/** The invitation in Spanish. `invite --save-templates` writes it into a file to be edited. */
export const es = `Subject: <%= it.sender %> solicita su aprobación: traslado de sus licencias de Microsoft

Estimado/a <%= it.contact %>:

gestionamos las licencias de Microsoft de <%= it.name %> (<%= it.domain %>). Estamos reuniendo nuestras cuentas con Microsoft en una sola
y para ello necesitamos una vez más su aprobación.

Le rogamos que un administrador global de su Microsoft 365 abra este enlace, inicie sesión y acepte:

<%= it.link %>

Aceptar no cambia nada para sus usuarios y no cuesta nada. Solo nos permite continuar sus suscripciones en nuestra nueva cuenta. Sus
licencias y sus datos siguen igual, y nadie tiene que instalar ni configurar nada.

Si tiene alguna pregunta, responda a este mensaje.

Un cordial saludo,
<%= it.sender %>
`
