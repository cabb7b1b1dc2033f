package envpolicy.requirements.bsi_app_4_4.a9_own

import data.lib.envpolicy.checks.service_accounts

findings contains finding if some finding in service_accounts.findings
