/** A word of the command line that no record can have, or a customer that is nobody: an empty answer would look like days on which nothing happened. */

import { diagnose } from '../../engine/diagnostic.ts'
import type { ActivityRecord } from '../../engine/model/activity.ts'
import { isGuid } from '../../engine/model/guid.ts'
import { codes } from '../../engine/plan/codes.ts'
import { orMeant, suggest } from '../../engine/scope/suggest.ts'
import { UnmatchedScope } from '../unmatched-scope.ts'

/** Microsoft's words (page of the audit resources, read 2026-11-30); new ones appear, and count as soon as a record has them. */
const resources = `customer customer_user order subscription license third_party_add_on mpn_association transfer application application_credential
  partner_user partner_relationship referral software_key software_download_link spending_limit invoice agreement partner_customer_relationship
  self_serve_policy granular_admin_relationship granular_admin_access_assignment partner_customer_dap credit customer_directory_role software_page
  device policy overage new_commerce_migration azure_entitlement indirect_provider_indirect_reseller_dap`
const operations = `update_customer_qualification update_subscription upgrade_subscription convert_trial_subscription add_customer
  update_customer_billing_profile update_customer_partner_contract_company_name update_customer_spending_budget delete_customer
  remove_partner_customer_relationship create_order update_order create_customer_user delete_customer_user update_customer_user
  update_customer_user_licenses reset_customer_user_password update_customer_user_principal_name restore_customer_user create_mpn_association
  update_mpn_association update_sfb_customer_user_licenses update_transfer create_partner_relationship register_application
  unregister_application add_application_credential remove_application_credential create_partner_user update_partner_user remove_partner_user
  create_referral update_referral get_software_key get_software_download_link increase_spending_limit ready_invoice create_agreement
  extend_relationship create_transfer create_self_serve_policy update_self_serve_policy delete_self_serve_policy remove_partner_relationship
  delete_tip_customer create_related_referral update_related_referral granular_admin_relationship_approved
  granular_admin_relationship_activated granular_admin_relationship_termination_requested granular_admin_relationship_terminated
  granular_admin_relationship_expired granular_admin_access_assignment_created granular_admin_access_assignment_updated
  granular_admin_access_assignment_deleted granular_admin_access_assignment_activated granular_admin_relationship_cleaned_up
  dap_admin_relationship_approved dap_admin_relationship_terminated dap_admin_relationship_terminated_by_microsoft create_credit update_credit
  cancel_credit add_user_member remove_user_member software_attestation update_company_info policy_created policy_updated policy_deleted
  device_updated devices_update_attempted device_deleted devices_upload_to_new_batch_attempted devices_upload_to_existing_batch_attempted
  manage_overage azure_fraud_event_detected create_new_commerce_migration complete_transfer fail_transfer`
const known = `${resources} ${operations}`.split(/\s+/)

/** `types`: in small letters. */
export function declineUnknownTypes(
  types: readonly string[],
  records: readonly Pick<ActivityRecord, 'resource' | 'operation'>[],
): void {
  const words = new Set([
    ...known,
    ...records.flatMap(({ resource, operation }) => [resource.toLowerCase(), operation.toLowerCase()]),
  ])
  decline(types, { words, said: word => `No record is of ${word}` })
}

/** `names`: what customers of the documents and of the records are known by. */
export function declineUnknownCustomers(asked: readonly string[], names: readonly (string | null)[]): void {
  const words = new Set(names.filter(name => name !== null).map(name => name.toLowerCase()))
  decline(asked, { words, said: word => `No customer of the documents or the records is ${word}` })
}

function decline(
  asked: readonly string[],
  { words, said }: { readonly words: ReadonlySet<string>; readonly said: (word: string) => string },
): void {
  const [first, ...others] = asked
    .filter(word => !words.has(word.toLowerCase()))
    .map(word => {
      // Ids look alike, and the nearest is as strange as any.
      const near = suggest(
        word,
        [...words].filter(spelling => !isGuid(spelling)),
      )
      return diagnose(codes.UNKNOWN_SCOPE, {
        detail: `${said(word)}${orMeant(near, '')}`,
      })
    })
  if (first !== undefined) throw new UnmatchedScope(first, ...others)
}
