package envpolicy.requirements.bsi_app_4_4.a14_own

import data.lib.envpolicy.checks.control_plane_nodes

findings contains finding if some finding in control_plane_nodes.findings
