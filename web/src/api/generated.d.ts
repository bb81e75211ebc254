// Made from crates/api/openapi.json by `npm run types`. Do not change it by hand.

export interface paths {
    "/api/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All accounts */
        get: operations["list_accounts"];
        put?: never;
        /**
         * Make an account
         * @description It signs in by the password that is shown now and never again. An administrator or a privacy officer is made
         *     when a second administrator has approved it (202).
         */
        post: operations["make_account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End an account
         * @description Its sessions and its token end at once; its name stays taken. An administrator's or a privacy officer's ends when a
         *     second administrator has approved it (202).
         */
        delete: operations["end_account"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{id}/factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take off an account's second factor
         * @description For when device and recovery codes are lost. An administrator's or a privacy officer's
         *     goes with another password.
         */
        delete: operations["reset_factor"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{id}/grants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Grant a role beside an account's own */
        post: operations["grant_role"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{id}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give an account another password
         * @description One that works once, shown now and never again; its sessions end. An administrator's or a privacy
         *     officer's is given when a second administrator has approved it (202); a lost second factor goes with it.
         */
        post: operations["give_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{id}/reach": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say whose rows an account reaches */
        put: operations["change_reach"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{id}/unlock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Unlock an account */
        post: operations["unlock_account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All agents and what they are doing */
        get: operations["list_agents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One agent */
        get: operations["read_agent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agents/{id}/shift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Say when an agent leaves
         * @description From some time before that moment on (`last_offer`, set in the configuration's `desk`), nothing new is
         *     offered; the contact in hand is finished. Without a moment the agent leaves as the calendar of the
         *     shift says. Repeating the request changes nothing.
         */
        put: operations["change_agent_shift"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agents/{id}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Make an agent ready or not ready
         * @description An agent who serves a contact finishes it first; until then `not_ready` says what comes after it.
         *     Repeating the request changes nothing.
         */
        put: operations["change_agent_state"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agents/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What an agent did
         * @description Stretch by stretch, without gaps from the first entry about the agent on. Without `from`, since
         *     midnight UTC; seven days at the most.
         */
        get: operations["read_agent_timeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/announcements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Announcements in force */
        get: operations["list_announcements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/announcements/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Let callers hear something first
         * @description Calls that arrive from now on hear it before their flow's first step, or instead of it.
         */
        put: operations["set_announcement"];
        post?: never;
        /**
         * Take an announcement off
         * @description Repeating the request changes nothing.
         */
        delete: operations["clear_announcement"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What waits for a second person
         * @description What the reader asked for, and what the reader may decide.
         */
        get: operations["list_approvals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/approvals/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Withdraw one's own request */
        delete: operations["withdraw_approval"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/approvals/{id}/approval": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve what somebody else asked for
         * @description It is done at once; what gives a secret, when who asked fetches it. It takes the permission that the
         *     operation itself takes, as one's own, and is never who asked.
         */
        post: operations["approve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/approvals/{id}/outcome": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have done what was approved, and fetch its secret
         * @description Who asked does, once: the secret is shown now and never again.
         */
        post: operations["fetch_outcome"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/approvals/{id}/refusal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refuse what somebody else asked for */
        post: operations["refuse_approval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who did what
         * @description Newest first. The next page begins `before` the last entry of this one. Reading the audit is on record
         *     as well.
         */
        get: operations["list_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Unusual access
         * @description Many customers looked at within an hour, looks at VIPs who were not on the line, looks at an account's
         *     own relatives, and many refusals.
         */
        get: operations["list_audit_alerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the audit fares */
        get: operations["read_audit_state"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/authority": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The rules of authority
         * @description Those in force with their text, which versions there were, and what somebody asks for.
         */
        get: operations["read_authority"];
        put?: never;
        /**
         * Ask for rules to come into force
         * @description A second person decides (`/api/approvals`), within 24 hours. What is approved comes into force at once, after it was
         *     checked anew: its number may have been used by then. The file of rules beside the configuration stays as it is, and
         *     wins at the next start and at SIGHUP.
         */
        post: operations["change_authority"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/authority/trial": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What other rules would have decided on the orders of the last 30 days
         * @description Changes nothing. Faults are told all at once, each with its line; a number that names another text already is one.
         *     What was refused has no order, and is not tried.
         */
        post: operations["try_authority"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/authority/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The text of a version of the rules
         * @description To go back to it, ask for it to come into force.
         */
        get: operations["read_authority_version"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/bans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is not answered for a while
         * @description Addresses that looked for numbers nobody serves, asked for what is not offered, named themselves a scanner, or
         *     sent what is no SIP, too often.
         */
        get: operations["list_bans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/bans/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Answer an address again
         * @description Nothing keeps it from being banned once more. An address that is not banned is not found.
         */
        delete: operations["lift_ban"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/callbacks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All places that are kept */
        get: operations["list_callbacks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/callbacks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take a place away
         * @description The customer is not called (any more), and nobody tells the customer so. The contact ends as
         *     unreached. A place that is kept no longer is a conflict.
         */
        delete: operations["cancel_callback"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open a chat
         * @description The ticket is the proof, and is used up. Where nobody takes the chat now, it is over at once.
         */
        post: operations["open_chat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chats/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A ticket to open a chat
         * @description For the bank's own pages, which know whether somebody is signed in to them. It opens one chat, within
         *     five minutes; a restart forgets it.
         */
        post: operations["give_chat_ticket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chats/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A chat, for its customer
         * @description The pass is the proof. Whoever asks is there; a customer of whom nothing is heard for a minute is lost,
         *     and the chat over.
         */
        get: operations["read_chat"];
        put?: never;
        post?: never;
        /** End a chat, as its customer */
        delete: operations["end_chat"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chats/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say something in a chat, as its customer */
        post: operations["say_in_chat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/clients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Programs that use the API */
        get: operations["list_clients"];
        put?: never;
        /**
         * Make a program an account
         * @description Nobody signs in as it; it may do what its keys say.
         */
        post: operations["make_client"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/clients/{id}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a program a key
         * @description Shown now and never again. Earlier ones go on working, so that the program can change over.
         */
        post: operations["give_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Contacts, newest first
         * @description Open contacts are shown as they stand now, closed ones as they ended. To read on, pass `next` as
         *     `before`. The conditions from `from` on are those of figures, and hold for closed contacts.
         */
        get: operations["list_contacts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One contact */
        get: operations["read_contact"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the customer of a contact has agreed to */
        get: operations["read_consents"];
        put?: never;
        /**
         * Note what the customer of a contact agrees to, or does not
         * @description The newest word is in force. Who refuses recording is not recorded from then on, and what was recorded of the
         *     contact goes.
         */
        post: operations["note_consent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}/customer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The customer of an open contact
         * @description Answered at once with what has come. A panel that is late comes by itself: look again. There is no
         *     view of a contact that is closed, or whose customer nobody knows. Agents see the customers they serve.
         */
        get: operations["read_customer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}/customer/{panel}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for one panel again
         * @description For a panel that failed, or whose figures are too old. One that is awaited is not asked for twice.
         */
        post: operations["ask_customer_panel_again"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}/customers/find": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Find the customer of a contact in hand
         * @description For an agent who talks with somebody whom the number does not name. Each customer who is shown counts as looked at.
         *     Who is found may be bound to the contact by the frame `identify` of the desk.
         */
        post: operations["find_customer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}/disposition": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say what the matter of a contact was */
        put: operations["set_disposition"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}/journal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The journal of a contact
         * @description Entries reach the database within 50 ms; of a contact that goes on, the last may be missing.
         */
        get: operations["read_contact_journal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was said in a chat
         * @description Agents read those of contacts that they serve or served.
         */
        get: operations["read_messages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}/note": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The note about a contact
         * @description Agents read those of contacts that they serve or served.
         */
        get: operations["read_note"];
        /**
         * Write the note about a contact
         * @description A text that was not made from the newest version is kept aside and refused with 409: read the
         *     newest, join the two, and write the result.
         */
        put: operations["write_note"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}/operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was ordered in a contact, and what can be
         * @description Proposals are spelt out in full; each says whether the agent may, and why not. There are none for a contact
         *     that is closed, whose customer nobody knows, or that the reader does not serve.
         */
        get: operations["read_operations"];
        put?: never;
        /**
         * Do something at the bank for the customer
         * @description Judged by the rules of authority, written down, and told to the bank once for each key: the same request again
         *     is answered with the order as it stands. What takes a second person waits. An order whose answer was lost is
         *     `unknown` until the bank has said what became of it.
         */
        post: operations["order_operation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}/operations/{order}/approval": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve an order, which the bank is told at once
         * @description Never who asked, nor who has that account in hand, or the other way round; never by a loan, or as a program.
         */
        post: operations["approve_operation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}/operations/{order}/refusal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refuse an order that waits */
        post: operations["refuse_operation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}/operations/{order}/withdrawal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take an order back that waits for its condition
         * @description For the agent who promised it, and for whoever may be a second person.
         */
        post: operations["withdraw_operation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}/promises": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was promised to the customer of a contact
         * @description In all contacts of the customer; in this one alone, while nobody knows whose it is. Agents read those of contacts
         *     that they serve or served; of a caller who is not the customer nobody does.
         */
        get: operations["read_promises"];
        put?: never;
        /**
         * Promise the customer of a contact something
         * @description It is shown to whoever serves the customer, and stands in the work of who is to keep it, until somebody says what
         *     became of it. The same key again is promised once.
         */
        post: operations["make_promise"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}/recording": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The recording of a contact
         * @description Duration, holds and peaks are there when the recording is `ready`: sealed, archived, and verified by
         *     decoding it.
         */
        get: operations["read_recording"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}/recording/ticket": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A ticket to hear a recording
         * @description The address in it can be given to an audio element. It works for the account that asked, for some minutes: asked for
         *     with a session's cookie, with that cookie alone; otherwise for eight playings. Each playing is on record.
         */
        post: operations["give_recording_ticket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}/routing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Why a contact waits
         * @description Reasons by code, each with its parameters. Why an agent was offered a contact stands in its journal.
         */
        get: operations["read_contact_routing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}/unmasking": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show a masked field of a contact's customer in clear
         * @description One field, for a purpose, and as many an hour as the configuration allows one account. The customer's fields are
         *     there while the contact is open, the calling number afterwards as well. Agents see those of customers they serve now.
         */
        post: operations["unmask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/delegations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What one lends and borrows */
        get: operations["list_delegations"];
        put?: never;
        /**
         * Lend permissions while away
         * @description Never more than one's own: of what is lent counts what the lender has at that moment. What is borrowed is
         *     not lent on.
         */
        post: operations["lend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/delegations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take back what one has lent */
        delete: operations["end_delegation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/demonstration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a visitor can try */
        get: operations["read_demonstration"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open an agent's desk
         * @description A WebSocket of JSON text frames, each an object with a `type`. A browser, which can send no
         *     `Authorization` header here, names the sub-protocols `heliotrope.desk.v1` and `bearer.TOKEN`.
         *     The frames are described in `docs/DESK_PROTOCOL.md`, with a sample of each in
         *     `crates/api/src/desk/frames.json`.
         */
        get: operations["open_desk"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dispositions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a matter can have been */
        get: operations["list_dispositions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/emergency": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the emergency account stands */
        get: operations["read_emergency"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/emergency/seal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Seal the emergency account
         * @description When a second person has approved it, who asked fetches the secret; whoever is signed in with the account is
         *     signed out then.
         */
        post: operations["seal_emergency"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow events as they happen
         * @description Server-Sent Events. One event `entry` for each entry of the journal from now on, in order, its id
         *     the entry's place, its data the entry as in a contact's journal; readers who may not read journals
         *     get place, time, kind, and whom it is about as far as they may see those; of what is about somebody out
         *     of reach, place, time and kind. With `Last-Event-ID` the
         *     entries after that one come first.
         *
         *     A client that reads too slowly gets one event `missed` with the number of entries it fell behind;
         *     they follow from the journal. When entries are lost for good, `missed` says so. `over` is the last
         *     event of a stream and says why; connect again with `Last-Event-ID`.
         */
        get: operations["follow_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/figures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Figures
         * @description By default the running day, all in one. Contacts count in the interval in which they reached the
         *     queue. Contacts that are open count as far as they have come.
         */
        get: operations["read_figures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/figures.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Figures as CSV
         * @description UTF-8 with its mark. Text that a spreadsheet would run begins with an apostrophe.
         */
        get: operations["download_figures_csv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/figures.xlsx": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Figures as a workbook */
        get: operations["download_figures_xlsx"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/figures/alarm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Agents whose share of ultra-short services stands out
         * @description Those whose share of services under 10 s is, with 99.9 % confidence, above twice the median agent's.
         *     Of the query's fields, those about contacts and time have a say. Without `from` it is about the thirty
         *     days before `to`: of one day's services too few are ultra-short to prove anything.
         */
        get: operations["read_quality_alarm"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/figures/catalogue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the indicators are */
        get: operations["read_catalogue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/figures/checks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Comparisons of figures with the journal */
        get: operations["list_figure_checks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/figures/day": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Figures by the quarter-hours of the day
         * @description The days of the question laid over each other: a day curve. Medians and deviations are left out, for
         *     they do not add up. `interval` and `by` have no say.
         */
        get: operations["read_figures_of_day"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/figures/extent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where figures begin and end */
        get: operations["read_figures_extent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/figures/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Scheduled reports and their last runs */
        get: operations["list_reports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/figures/week": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Figures by the hours of the week
         * @description The weeks of the question laid over each other: a heat map. Medians and deviations are left out, for
         *     they do not add up. `interval` and `by` have no say.
         */
        get: operations["read_figures_of_week"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/grants/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a grant back */
        delete: operations["end_grant"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/house": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the house calls things */
        get: operations["read_house"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a program's key */
        delete: operations["revoke_key"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/master-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Which versions of the master key there are
         * @description And how far an exchange has come.
         */
        get: operations["read_master_keys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/master-keys/exchange": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bring a new version of the master key into use
         * @description Keys are wrapped anew while all else goes on. The new one belongs into the backup of keys; the old ones stay in
         *     it as long as there are backups from their time.
         */
        post: operations["exchange_master_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What waits for a second person */
        get: operations["list_waiting_operations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/conditional": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What goes ahead by itself once its condition is met
         * @description What is due first comes first: somebody reminds the customer in time. Those that were not met in time are told of
         *     for a week.
         */
        get: operations["list_conditional_operations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The plan in force */
        get: operations["read_plan"];
        /**
         * Bring a plan into force
         * @description Whoever waits goes on waiting, by the new plan; calls and talks go on. `If-Match` names the version
         *     that it was made for: when another came into force meanwhile, nothing is done (412). Repeating the
         *     request changes nothing.
         */
        put: operations["apply_plan"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/plan/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a plan would change, if it came into force now
         * @description Changes nothing. Faults are told all at once, each with its line.
         */
        post: operations["try_plan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/plan/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Versions of the plan, newest first
         * @description Each can be tried and brought into force again. Twenty at the most; `before` asks for older ones.
         */
        get: operations["list_plan_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/privacy/archives": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Archives that are there, or are being made */
        get: operations["list_archives"];
        put?: never;
        /**
         * Have everything that is kept of a customer put into one archive
         * @description A ZIP with a JSON document and the recordings. It is made when a second person has approved it.
         */
        post: operations["make_archive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/privacy/archives/{id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Fetch an archive */
        get: operations["fetch_archive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/privacy/erasures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who was erased */
        get: operations["list_erasures"];
        put?: never;
        /**
         * Erase a customer
         * @description When a second person has approved it, keys are destroyed, look-ups removed and files deleted; what a law keeps
         *     stays and is named. What is held is not erased.
         */
        post: operations["erase_customer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/privacy/erasures/{id}/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try whether anything of an erased customer opens
         * @description Every note, message, number and recording that is left is tried with the keys there are.
         */
        post: operations["prove_erasure"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/privacy/holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is held */
        get: operations["list_holds"];
        put?: never;
        /**
         * Hold all that is kept of a customer
         * @description It wins over every rule, and over an erasure.
         */
        post: operations["place_hold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/privacy/holds/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Lift a hold */
        delete: operations["lift_hold"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/privacy/retention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How long what is kept, and what is due
         * @description A look: nothing is removed.
         */
        get: operations["read_retention"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/privacy/retention/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove now what has been kept for long enough
         * @description The program does so by itself every hour. Each kind is on record with how many before anything goes; what is held
         *     stays.
         */
        post: operations["carry_out_retention"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/promises": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the reader, and the reader's teams, have promised and not yet kept */
        get: operations["list_own_promises"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/promises/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Say what became of a promise, or take that back
         * @description For who is to keep it, who serves or served its customer, and who leads them.
         */
        put: operations["settle_promise"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All queues and their figures */
        get: operations["list_queues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/queues/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One queue, and who waits in it */
        get: operations["read_queue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/queues/{id}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Close a queue, or open it again
         * @description A queue that is closed by hand takes nobody: who comes takes the flow's way for a closed queue.
         *     Those who wait are served (`keep`), or take that way, too, unless somebody has answered them before
         *     (`flush`). A queue that is opened follows its calendar. Repeating the request changes nothing.
         */
        put: operations["change_queue_state"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recordings/audio/{ticket}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Hears a recording
         * @description The ticket in the path is the proof, together with the session's cookie where the ticket was asked for with one. The
         *     sound is Ogg Opus in two channels, the customer left, the agent right. Each playing is on record: a request from the
         *     first octet after something was heard, one after all of it was heard, and one five minutes after the last begin
         *     another.
         */
        get: operations["hear_recording"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recordings/success": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How many recordings can be played, of those that should
         * @description Due is every recording whose conversation is over, erased ones left out. Playable is what was verified
         *     by decoding it.
         */
        get: operations["read_recording_success"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whose token this is */
        get: operations["read_session"];
        put?: never;
        /**
         * Sign in
         * @description By name and password, and by a code when the account has a second factor. A password that was given out
         *     works once, for a day, with `new_password`. Six errors in a row lock the account until an administrator
         *     unlocks it. The session ends when it has not been used for ten minutes. A page has it kept as a cookie, and
         *     says the bond of `account` with whatever changes something.
         */
        post: operations["sign_in"];
        /** Sign out */
        delete: operations["sign_out"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How one's second factor stands */
        get: operations["read_factor"];
        /**
         * Show that one's device knows the secret
         * @description From then on a code is asked for at every sign-in. The recovery codes are shown now and never again.
         */
        put: operations["confirm_factor"];
        /**
         * Begin with a second factor
         * @description The secret is shown now and never again, and counts once a code of it was shown.
         */
        post: operations["begin_factor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/factor/removal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove one's second factor
         * @description By a code of it, or by a recovery code.
         */
        post: operations["remove_factor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is signed in
         * @description One's own sessions; those of all for who keeps accounts.
         */
        get: operations["list_sessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End a session
         * @description One's own; anybody's for who keeps accounts.
         */
        delete: operations["end_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/unmaskings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was unmasked, and what of it waits to be looked into */
        get: operations["list_unmaskings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/unmaskings/broken-glass": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Break the glass: see a masked field without being permitted to
         * @description For when somebody has to, and nobody who may is there. An alarm tells privacy officers at once, and one of them
         *     looks into it. What is not known of a customer is not known here either.
         */
        post: operations["break_glass"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/unmaskings/to-review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How often the glass was broken without anybody having looked into it */
        get: operations["count_unmaskings_to_review"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/unmaskings/{id}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say whether breaking the glass was right
         * @description Never whoever broke it.
         */
        post: operations["review_unmasking"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Own saved views */
        get: operations["list_views"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/views/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Save a view
         * @description In place of one of the same name. An account may have 50.
         */
        put: operations["save_view"];
        post?: never;
        /** Remove a view */
        delete: operations["remove_view"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the centre serves */
        get: operations["read_health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Figures of the running day for Prometheus
         * @description Text format 0.0.4. Counts begin anew at midnight in the bank's zone.
         */
        get: operations["read_metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["read_document"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description Kinds of deposit accounts.
         * @enum {string}
         */
        AccountKind: "current" | "savings" | "term_deposit";
        /** @description All accounts. */
        AccountList: {
            /** @description By number, those that have ended as well. */
            accounts: components["schemas"]["AccountView"][];
        };
        /**
         * @description How an account stands.
         * @enum {string}
         */
        AccountStatus: "active" | "dormant" | "frozen" | "closed";
        /** @description An account. */
        AccountView: {
            /**
             * @description The agent that it serves as.
             * @example A-7
             */
            agent: string | null;
            /** Format: date-time */
            created: string;
            /** Format: date-time */
            ended: string | null;
            /** @description Roles beside its own. */
            grants: components["schemas"]["GrantView"][];
            /** @example U-3 */
            id: string;
            /** @description Six errors have locked it. */
            locked: boolean;
            /** @example kim */
            name: string;
            /**
             * @description Whose rows the role reaches: `own`, `team:NAME`, `department:NAME` or `all`.
             * @example team:cards-1
             */
            reach: string;
            /** @example supervisor */
            role: string;
            /** @description It is asked for a second factor. */
            second_factor: boolean;
        };
        /** @description What a flow does at a step. */
        Act: {
            /** @enum {string} */
            do: "say";
            prompts: string[];
        } | {
            /** @enum {string} */
            do: "ask";
            prompts: string[];
        } | {
            /** @enum {string} */
            do: "verify";
        } | {
            /** Format: double */
            credit: number;
            /** @enum {string} */
            do: "queue";
            queue: string;
            skills: string[];
        } | {
            /** @enum {string} */
            do: "hang_up";
            reason: components["schemas"]["EndReason"];
        };
        /** @description Something the bank gave back or took back. */
        Adjustment: {
            /** @description Positive when the customer gains. */
            amount: components["schemas"]["Amount"];
            /**
             * @description The card's number behind its mask.
             * @example 990011…9021
             */
            card: string;
            kind: components["schemas"]["AdjustmentKind"];
            /** Format: date */
            on: string;
        };
        /**
         * @description What was adjusted.
         * @enum {string}
         */
        AdjustmentKind: "interest" | "fee" | "annual_fee" | "goodwill" | "instalment" | "dispute";
        /** @description An agent as supervisors see one. */
        Agent: {
            /**
             * @description The contact in hand.
             * @example C-17
             */
            contact: string | null;
            /** @example A-7 */
            id: string;
            /**
             * Format: date-time
             * @description From when nothing new is offered, because the shift is about to end.
             */
            last_offer: string | null;
            not_ready: components["schemas"]["NotReady"] | null;
            /**
             * Format: date-time
             * @description When the shift ends, as far as known.
             */
            shift_ends: string | null;
            /**
             * Format: date-time
             * @description Since when.
             */
            since: string;
            /**
             * @example [
             *       "cards",
             *       "lang.ko"
             *     ]
             */
            skills: string[];
            state: components["schemas"]["Doing"];
        };
        /** @description All agents. */
        AgentList: {
            /** @description By number. */
            agents: components["schemas"]["Agent"][];
            /**
             * Format: date-time
             * @description The moment this is true of.
             */
            at: string;
        };
        /** @description Unusual access. */
        AlertList: {
            /** @description Newest first. */
            alerts: components["schemas"]["AuditAlert"][];
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
        };
        /** @description An amount of money. */
        Amount: {
            /**
             * @description ISO 4217.
             * @example KRW
             */
            currency: string;
            /**
             * Format: int64
             * @description In the currency's smallest units.
             * @example -88000
             */
            minor: number;
        };
        /** @description What callers hear before anything else. */
        Announcement: {
            /**
             * @description The name of the account that set it.
             * @example kim
             */
            by: string | null;
            /** @description Whether the call ends after it. */
            instead: boolean;
            /**
             * @description Callers of this line; null for every line without an announcement of its own.
             * @example hotline-ko
             */
            line: string | null;
            /** @example bank.unavailable */
            prompt: string;
            /** Format: date-time */
            since: string;
        };
        /** @description All announcements, and what there is to choose from. */
        AnnouncementList: {
            announcements: components["schemas"]["Announcement"][];
            /**
             * @description All lines.
             * @example [
             *       "hotline-ko"
             *     ]
             */
            lines: string[];
            /**
             * @description What may be announced.
             * @example [
             *       "bank.unavailable"
             *     ]
             */
            prompts: string[];
        };
        /**
         * @description How far an application has come.
         * @enum {string}
         */
        ApplicationState: "received" | "in_review" | "waits_for_customer" | "approved" | "declined";
        /** @description Requests. */
        ApprovalList: {
            /** @description Those that the reader asked for or may decide, of the last thirty days, newest first. */
            approvals: components["schemas"]["ApprovalView"][];
        };
        /** @description A request. */
        ApprovalView: {
            /** Format: date-time */
            asked: string;
            /** @example lee */
            asked_by: string | null;
            /** @description Whether the reader may approve or refuse it now. */
            decidable: boolean;
            /** Format: date-time */
            decided: string | null;
            /** @example ann */
            decided_by: string | null;
            /** Format: date-time */
            expires: string;
            /** @description Whether it is approved, and gives a secret to the reader, who asked for it, once. */
            fetchable: boolean;
            /** @example F-3 */
            id: string;
            /**
             * @description What is to be done: administrator.make, administrator.end, administrator.reset,
             *     privacy_officer.make, privacy_officer.end, privacy_officer.reset, emergency.seal,
             *     customer.erase, customer.archive, authority.change.
             * @example administrator.make
             */
            operation: string;
            /** @description Whether the reader asked for it. */
            own: boolean;
            /**
             * @description waiting, expired, approved, refused, withdrawn, running, done, failed.
             * @example waiting
             */
            state: string;
            /**
             * @description To what: a name, or an id.
             * @example kim
             */
            subject: string;
            /**
             * @description The name of the account, when `subject` is one.
             * @example kim
             */
            subject_name: string | null;
        };
        /** @description Archives of customers. */
        ArchiveList: {
            /** @description Newest first. They are gone a day after they were made, or when the program ends. */
            archives: components["schemas"]["ArchiveView"][];
        };
        /**
         * @description How it stands.
         * @enum {string}
         */
        ArchiveState: "making" | "ready" | "failed";
        /** @description An archive. */
        ArchiveView: {
            /**
             * Format: int64
             * @description Contacts that are to be in it.
             */
            all: number;
            /** Format: date-time */
            begun: string;
            /** @example k-7 */
            customer: string;
            /**
             * Format: int64
             * @description Contacts that are in it already.
             */
            done: number;
            /** Format: int64 */
            id: number;
            /**
             * Format: int64
             * @description Its size in octets, once it is ready.
             */
            octets: number | null;
            /** @description Why it failed. */
            reason: string | null;
            state: components["schemas"]["ArchiveState"];
        };
        /** @description What a ticket is to open. */
        AskTicket: {
            /**
             * @description The bank's own key of the customer who is signed in to its pages. It is *matched*, as a calling
             *     number is, not verified.
             * @example cst-5f2c
             */
            customer?: string | null;
            language?: components["schemas"]["Language"] | null;
            /**
             * @description A line of the configuration for chats.
             * @example web-ko
             */
            line: string;
        };
        /** @description Something waits for a second person. */
        Asked: {
            /**
             * @description Names the request.
             * @example F-3
             */
            approval: string;
            /**
             * Format: date-time
             * @description Until when it waits.
             */
            expires: string;
        };
        /**
         * @description What becomes of those who wait.
         * @enum {string}
         */
        AtClosing: "keep" | "flush";
        /** @description Something that somebody should ask about. */
        AuditAlert: {
            /**
             * Format: date-time
             * @description When it began to be unusual.
             */
            at: string;
            /**
             * Format: int32
             * @description Different customers or refusals within an hour, or looks at the customer.
             */
            count: number;
            /**
             * @description The customer, when it is one.
             * @example k-7
             */
            customer: string | null;
            /**
             * @description mass_look_up, vip, relative, probing, emergency, broken_glass or many_unmaskings.
             * @example mass_look_up
             */
            kind: string;
            /** @example 10.0.0.7 */
            origin: string;
            /**
             * Format: int64
             * @description The last entry of it.
             */
            place: number;
            who: components["schemas"]["Who"] | null;
        };
        /** @description One act on record. */
        AuditEntry: {
            /**
             * @description What else it was about.
             * @example A-7
             */
            about: string | null;
            /** Format: date-time */
            at: string;
            /** @example C-17 */
            contact: string | null;
            /**
             * @description The bank's name for the customer.
             * @example k-7
             */
            customer: string | null;
            /** @description Its link of the chain. */
            hash: string;
            /**
             * @description session, look, export, change, handling or none.
             * @example look
             */
            kind: string;
            /**
             * @description An operation of this document, or another name such as `cli:account.add`.
             * @example read_customer
             */
            operation: string;
            /**
             * @description An address, a system's user at the console, or the program.
             * @example 10.0.0.7
             */
            origin: string;
            /**
             * @description allowed, refused or failed.
             * @example allowed
             */
            outcome: string;
            /**
             * Format: int64
             * @description Its place in the chain.
             * @example 4711
             */
            place: number;
            /** @description What it was for, when that was said. */
            purpose: string | null;
            /**
             * @description Why not.
             * @example not-permitted
             */
            reason: string | null;
            /**
             * Format: int32
             * @description How often it happened: repeated refusals are told once a minute.
             */
            times: number;
            who: components["schemas"]["Who"] | null;
        };
        /** @description Entries of the audit. */
        AuditList: {
            /** @description Newest first. */
            entries: components["schemas"]["AuditEntry"][];
        };
        /** @description How the audit fares. */
        AuditState: {
            /**
             * Format: int64
             * @description Checkpoints that could not leave the machine yet.
             */
            behind: number;
            /** @description The newest checkpoint's line. */
            checkpoint: string | null;
            /**
             * Format: int64
             * @description Entries on record.
             */
            entries: number;
            /** @description Whether the last attempt to write failed: what has to be on record is then refused. */
            failing: boolean;
            /** @description The last one's link of the chain. */
            hash: string;
            /**
             * Format: int64
             * @description Entries that could not be kept, and are not yet told by an entry of their own.
             */
            lost: number;
        };
        /** @description Rules that somebody asks to be brought into force. */
        AuthorityAsked: {
            /**
             * @description Names the request, for `/api/approvals`.
             * @example F-3
             */
            approval: string;
            /** Format: date-time */
            asked: string;
            /**
             * @description The name of the account.
             * @example kim
             */
            asked_by: string | null;
            /** Format: date-time */
            expires: string;
            /** @description Whether the reader asked for it: then somebody else decides. */
            own: boolean;
            /**
             * @description waiting, expired, approved, refused, withdrawn, running, done, failed.
             * @example waiting
             */
            state: string;
            text: string;
            /**
             * Format: int32
             * @example 4
             */
            version: number;
        };
        /** @description An order that would have been decided otherwise. */
        AuthorityChanged: {
            /** @example A-7 */
            agent: string;
            amount: components["schemas"]["Amount"] | null;
            /** Format: date-time */
            asked: string;
            /** @example C-17 */
            contact: string;
            /** @example raise_limit */
            operation: string;
            /** @description Why the agent might not alone. */
            unmet: components["schemas"]["UnmetCondition"][];
            was: components["schemas"]["OperationDecision"];
            /**
             * @description The version and the rule that allowed it.
             * @example 3:limit
             */
            was_by: string;
            would: components["schemas"]["OperationDecision"];
            /**
             * @description The rule that would have.
             * @example limit-by-two
             */
            would_by: string | null;
        };
        /** @description So many would have been decided so in place of so. */
        AuthorityCount: {
            /** @example raise_limit */
            operation: string;
            orders: number;
            was: components["schemas"]["OperationDecision"];
            would: components["schemas"]["OperationDecision"];
        };
        /** @description The rules in force, those that were, and those that somebody asks for. */
        AuthorityNow: {
            /** @description What waits for a second person, or failed or was refused lately; newest first. */
            asked: components["schemas"]["AuthorityAsked"][];
            /** @description What the file of rules beside the configuration says, which is in force after the next start. */
            file: components["schemas"]["FileState"];
            /**
             * Format: int32
             * @description The lowest number above all that were used: for the next text.
             * @example 4
             */
            free: number;
            /**
             * @description Its text.
             * @example authority 3
             *
             *     rule loss
             *       do report_loss, freeze
             *       level matched
             */
            text: string;
            /**
             * Format: int32
             * @description The version in force.
             * @example 3
             */
            version: number;
            /** @description All that were in force, the highest version first; 500 at the most. */
            versions: components["schemas"]["AuthorityStep"][];
        };
        /** @description A version that was in force. */
        AuthorityStep: {
            /**
             * Format: date-time
             * @description When it first was in force.
             */
            first: string;
            /**
             * Format: int32
             * @example 3
             */
            version: number;
        };
        /** @description What other rules would have decided. */
        AuthorityTrial: {
            /** @description The first 50 of them, oldest first. */
            changed: components["schemas"]["AuthorityChanged"][];
            /** @description How many would have been decided otherwise, by operation and decision. */
            counts: components["schemas"]["AuthorityCount"][];
            /**
             * Format: int32
             * @description Orders of so many days were tried.
             */
            days: number;
            /** @description How many rules there are. */
            rules: number;
            /** @description Orders that were tried. */
            tried: number;
            /** @description Orders that do not say what they were judged as: of earlier releases. */
            untold: number;
            /**
             * Format: int32
             * @example 4
             */
            version: number;
        };
        /** @description A version that was in force, with its text. */
        AuthorityVersion: components["schemas"]["AuthorityStep"] & {
            /**
             * @example authority 3
             *
             *     rule loss
             *       do report_loss, freeze
             *       level matched
             */
            text: string;
        };
        /** @description An address that is not answered. */
        Ban: {
            /**
             * @description Of IPv6, the first of its network of 64 bits.
             * @example 192.0.2.66
             */
            address: string;
            /** @description The last straw. */
            offence: components["schemas"]["BanOffence"];
            /** @description Whether only its datagrams are dropped: their source can be forged, that of a connection cannot. */
            only_udp: boolean;
            /** Format: date-time */
            since: string;
            /** Format: date-time */
            until: string;
        };
        /** @description All bans in force. */
        BanList: {
            /** @description Newest first. */
            bans: components["schemas"]["Ban"][];
        };
        /**
         * @description Called a number that nobody serves; asked for what is not offered, as to register; named itself a scanner; sent
         *     what is no SIP.
         * @enum {string}
         */
        BanOffence: "unknown_number" | "unasked" | "scanner" | "malformed";
        /** @description A card's bill. */
        Bill: {
            /**
             * @description The card's number behind its mask.
             * @example 990011…9021
             */
            card: string;
            /**
             * Format: date
             * @description The last day it covers.
             */
            closed_on: string;
            /** Format: date */
            due_on: string;
            /** @description Revolving interest. */
            interest: components["schemas"]["Amount"];
            minimum: components["schemas"]["Amount"];
            paid: components["schemas"]["Amount"];
            status: components["schemas"]["BillStatus"];
            /** @description All that is owed; the interest is in it. */
            total: components["schemas"]["Amount"];
        };
        /**
         * @description How a bill stands. A partly paid one bears interest on the rest; of a missed one less than the
         *     minimum was paid.
         * @enum {string}
         */
        BillStatus: "open" | "paid" | "partial" | "missed";
        /** @description A field to be shown in clear to somebody who is not permitted to see it. */
        BreakGlass: {
            /**
             * @description The contact whose customer it is.
             * @example C-17
             */
            contact: string;
            field: components["schemas"]["FieldWord"];
            purpose: components["schemas"]["PurposeWord"];
            /**
             * @description Why, in a few words: 5 to 500 characters, all of them seen, not all the same.
             * @example the agent who served the customer has fallen ill
             */
            reason: string;
            /**
             * @description The mask, where it is known. Without one there must be only one such field.
             * @example 990012…4564
             */
            shown?: string | null;
        };
        /** @description Somebody closed the queue. */
        ByHand: {
            /**
             * @description The name of the account.
             * @example kim
             */
            by: string | null;
            /** @description Whether those who waited were sent on. */
            flush: boolean;
            /** Format: date-time */
            since: string;
        };
        /**
         * @description How far such a call has come: the talk is over and the number is called in a moment; the telephone there is
         *     being called; it was answered, which verifies the customer; nobody was reached.
         * @enum {string}
         */
        CallStep: "begun" | "dialled" | "answered" | "failed";
        /** @description A place that is kept for a call-back. */
        Callback: {
            /**
             * Format: date-time
             * @description By when the customer will probably be called; null when nobody could tell.
             */
            by: string | null;
            /**
             * @description The contact that keeps it; null for readers who may not see contacts.
             * @example C-17
             */
            contact: string | null;
            /** @description The line the customer called. */
            line: string;
            /**
             * Format: int32
             * @description How often at the most.
             */
            most: number;
            /**
             * Format: date-time
             * @description When it is its turn, or is looked at again, as far as anybody can say.
             */
            next: string | null;
            /**
             * Format: int32
             * @description Place in the line, 1 is next; null while it is not in the line.
             */
            position: number | null;
            /**
             * Format: date-time
             * @description When it was promised.
             */
            promised: string;
            /**
             * @description The queue; null when it has none any more.
             * @example cards
             */
            queue: string | null;
            rests: components["schemas"]["Rest"] | null;
            /**
             * Format: date-time
             * @description The moment its waiting counts from.
             */
            since: string;
            state: components["schemas"]["CallbackState"];
            /**
             * Format: int32
             * @description How often the customer was called in vain.
             */
            tries: number;
        };
        /**
         * @description Why a customer was called and not reached.
         * @enum {string}
         */
        CallbackFailure: "no_answer" | "engaged" | "refused" | "unreachable" | "agent_left" | "called_again" | "cancelled" | "interrupted";
        /**
         * @description Whether a customer was called back by the time that was told.
         * @enum {string}
         */
        CallbackKept: "kept" | "late";
        /** @description All places that are kept. */
        CallbackList: {
            /** @description Oldest first. */
            callbacks: components["schemas"]["Callback"][];
        };
        /**
         * @description How a place that was kept for a call-back came to its end without the customer being reached.
         * @enum {string}
         */
        CallbackOutcome: "unreached" | "hours_over" | "called_again" | "joined" | "cancelled" | "number_gone";
        /**
         * @description How a place stands: the caller still hears the farewell; in the line; out of it for a while; an agent
         *     is being called for it; the customer is being called.
         * @enum {string}
         */
        CallbackState: "farewell" | "waiting" | "resting" | "offered" | "calling";
        /**
         * @description How a contact stands about being called back.
         * @enum {string}
         */
        CallbackTrial: "none" | "from" | "promised" | "given_up";
        /**
         * @description How sure it is who is on the line.
         * @enum {string}
         */
        CallerLevel: "unknown" | "matched" | "identified" | "verified" | "strong";
        /**
         * @description What became known about who calls: the number is several customers'; an agent found out whom it is about;
         *     that was taken back; the caller is not the customer; the caller is, after all.
         * @enum {string}
         */
        CallerSaid: "several" | "identified" | "undone" | "third_party" | "holder";
        /** @description Open contacts by where they stand; up to a second old. */
        Calls: {
            /** @description In their flows. */
            in_flow: number;
            /** @description With an agent. */
            talking: number;
            /** @description In queues, those being offered included. */
            waiting: number;
        };
        /**
         * @description Kinds of payment cards.
         * @enum {string}
         */
        CardKind: "debit" | "credit";
        /**
         * @description How a card stands. An inactive one has been sent out and not been activated yet.
         * @enum {string}
         */
        CardStatus: "active" | "inactive" | "frozen" | "lost" | "expired";
        /** @description All indicators. */
        Catalogue: {
            /** @description In the order they are shown. */
            indicators: components["schemas"]["Definition"][];
        };
        /** @description What callers are to hear. */
        ChangeAnnouncement: {
            /** @description Whether the call ends after it. */
            instead?: boolean;
            /**
             * @description One of those that may be announced.
             * @example bank.unavailable
             */
            prompt: string;
        };
        /** @description What the matter was. */
        ChangeDisposition: {
            /** @example enquiry */
            code: string;
        };
        /** @description A note's next text. */
        ChangeNote: {
            /** @description 8 KiB at the most. */
            text: string;
            /**
             * Format: int64
             * @description The version it was made from.
             */
            version: number;
        };
        /** @description What a queue is to be: `{"open": true}`, or `{"open": false, "waiting": "keep"}`. */
        ChangeQueue: {
            open: boolean;
            waiting?: components["schemas"]["AtClosing"] | null;
        };
        /** @description Another reach. */
        ChangeReach: {
            /**
             * @description `own`, `team:NAME`, `department:NAME` or `all`.
             * @example team:cards-1
             */
            reach: string;
        };
        /** @description When an agent leaves: `{"ends": "2026-11-26T09:00:00Z"}`, or `{"ends": null}` for as planned. */
        ChangeShift: {
            /**
             * Format: date-time
             * @description The moment.
             */
            ends: string | null;
        };
        /** @description What an agent is to be: `{"ready": true}`, or `{"ready": false, "reason": "pause"}`. */
        ChangeState: {
            ready: boolean;
            reason?: components["schemas"]["Reason"] | null;
        };
        /** @description What a view shows. */
        ChangeView: {
            /**
             * @description The page it is of.
             * @example contacts
             */
            page: string;
            /**
             * @description That page's query, 2,000 bytes at the most.
             * @example agent=A-7&open=false
             */
            query: string;
        };
        /** @description A chat as its customer sees it. */
        Chat: {
            /** @description The agent was there and is away for the moment. */
            away: boolean;
            /** @description What was said after the number that was asked for. */
            messages: components["schemas"]["ChatMessage"][];
            /**
             * Format: int32
             * @description While it waits: place in the line, 1 is next; null while an agent is being asked.
             */
            position: number | null;
            state: components["schemas"]["ChatState"];
            /**
             * Format: double
             * @description While it waits: for how long yet, in seconds; null when nobody can say.
             */
            wait_s: number | null;
        };
        /** @description Something that was said. */
        ChatMessage: {
            /** Format: date-time */
            at: string;
            from: components["schemas"]["Speaker"];
            /**
             * Format: int64
             * @description Its place in the chat, from 1.
             */
            number: number;
            text: string;
        };
        /**
         * @description Where a chat stands.
         * @enum {string}
         */
        ChatState: "waiting" | "talking" | "over";
        /** @description A ticket. */
        ChatTicket: {
            /**
             * Format: date-time
             * @description Until when.
             */
            expires: string;
            /** @description Opens one chat. */
            ticket: string;
        };
        /** @description Everything that was said in a chat. */
        ChatTranscript: {
            messages: components["schemas"]["ChatMessage"][];
        };
        /** @description A comparison of figures with the journal: every night. */
        Check: {
            /** Format: date-time */
            at: string;
            /**
             * Format: int64
             * @description Contacts compared.
             */
            compared: number;
            /**
             * Format: int64
             * @description Contacts whose figures are not what the journal says.
             */
            differences: number;
            /** @description The first of them in words; empty when there is none. */
            first: string;
        };
        /** @description Comparisons of figures with the journal. */
        CheckList: {
            /** @description The newest first. */
            checks: components["schemas"]["Check"][];
        };
        /** @description Programs that use the API. */
        ClientList: {
            /** @description By number. */
            clients: components["schemas"]["ClientView"][];
        };
        /** @description A program that uses the API. */
        ClientView: {
            /** Format: date-time */
            ended: string | null;
            /** @example U-9 */
            id: string;
            /** @description By number, those that work no more as well. */
            keys: components["schemas"]["KeyView"][];
            /** @example crm */
            name: string;
        };
        /** @description What goes ahead by itself once its condition is met. */
        ConditionalOperations: {
            /** @description What is due first comes first. */
            orders: components["schemas"]["Operation"][];
        };
        /** @description What a customer has agreed to. */
        ConsentList: {
            /**
             * @description The bank's name for the customer.
             * @example k-7
             */
            customer: string;
            /** @description What is in force, one a topic; of what nobody asked there is none. */
            in_force: components["schemas"]["ConsentView"][];
            /** @description All that was ever said, newest first. */
            said: components["schemas"]["ConsentView"][];
        };
        /** @description A customer's word. */
        ConsentView: {
            agreed: boolean;
            /** Format: date-time */
            at: string;
            /**
             * @description Who noted it.
             * @example kim
             */
            by: string | null;
            /**
             * @description In which contact it was said.
             * @example C-17
             */
            contact: string | null;
            means: components["schemas"]["MeansWord"];
            topic: components["schemas"]["TopicWord"];
            /**
             * @description Which version of the text the customer was told.
             * @example 2026-01
             */
            wording: string;
        };
        /** @description A contact: as it stands while it is open, as it ended when it is closed. */
        Contact: {
            /**
             * @description Who serves it, or served it last.
             * @example A-7
             */
            agent: string | null;
            /**
             * @description The calling number behind its mask; null when it was withheld or erased.
             * @example +82…1234
             */
            caller: string | null;
            /**
             * Format: date-time
             * @description Null while it is open, and for the moment in which its end is on its way to the database.
             */
            closed_at: string | null;
            /** @description The bank's pseudonymous key of the customer whose number is calling, as far as known. */
            customer: string | null;
            disposition: components["schemas"]["Disposition"] | null;
            /** @example C-17 */
            id: string;
            /** @description Whether it comes from another system's log. */
            imported: boolean;
            language: components["schemas"]["Language"];
            /**
             * @description The number called, by its name.
             * @example hotline-ko
             */
            line: string;
            /** @description What is odd about it: of imported contacts alone. */
            odd: string[];
            /** Format: date-time */
            opened_at: string;
            /**
             * @description What figures count it as; null while it is open.
             * @example answered
             */
            outcome: string | null;
            /**
             * @description Where it stands: `in_flow`, `waiting`, `kept` (a place for a call-back), `offered`, `calling_back`,
             *     `verifying` (called back at the registered number), `talking`, `wrap_up`, or `closed`.
             * @example talking
             */
            phase: string;
            /**
             * @description The queue it reached.
             * @example cards
             */
            queue: string | null;
            reason: components["schemas"]["EndReason"] | null;
            /**
             * Format: double
             * @description Time spent talking, in seconds; null while it is open.
             */
            talk: number | null;
            /**
             * @description Whether that customer was verified: by PIN, or by an answer at the registered number. A match by the calling number alone says
             *     nothing about who is calling.
             */
            verified: boolean;
            /**
             * Format: double
             * @description From joining the queue to the first answer, or to leaving unanswered, in seconds; null while it
             *     is open, and when it never reached a queue.
             */
            wait: number | null;
        };
        /**
         * @description By which way a contact came.
         * @enum {string}
         */
        ContactChannel: "voice" | "chat";
        /** @description The journal of a contact. */
        ContactJournal: {
            /** @example C-17 */
            contact: string;
            /** @description In order. */
            entries: components["schemas"]["Entry"][];
        };
        /** @description A page of contacts. */
        ContactList: {
            /** @description Newest first. */
            contacts: components["schemas"]["Contact"][];
            /**
             * @description Pass it as `before` for the page after this one; null on the last.
             * @example C-17
             */
            next: string | null;
        };
        /** @description What was ordered in a contact, and what can be. */
        ContactOperations: {
            /** @description Newest first. */
            orders: components["schemas"]["Operation"][];
            /** @description What the reader can have done now. */
            proposals: components["schemas"]["OperationProposal"][];
        };
        /** @description What would change for one contact that waits. */
        ContactTrial: {
            after: components["schemas"]["Outlook"];
            before: components["schemas"]["Outlook"];
            /** @example C-17 */
            contact: string;
            /**
             * @description The agent it would be offered to at once.
             * @example A-7
             */
            offered_to: string | null;
            /** @example cards */
            queue: string;
            /** @description Nobody signed in could serve it any more, not even after all widening. */
            stranded: boolean;
        };
        /** @description What is known of the customer of an open contact. Each panel comes, or fails, by itself. */
        CustomerView: {
            accounts: components["schemas"]["Panel_Vec_Account"];
            applications: components["schemas"]["Panel_Vec_Application"];
            bills: components["schemas"]["Panel_Bills"];
            cards: components["schemas"]["Panel_Vec_Card"];
            consents: components["schemas"]["Panel_Vec_BankConsent"];
            contacts: components["schemas"]["Panel_Vec_EarlierContact"];
            /**
             * @description The bank's pseudonymous key of the customer. Matched by the calling number alone it says nothing
             *     about who is calling; the contact tells whether it is verified.
             * @example cst-7f3a9c0d52
             */
            customer: string;
            devices: components["schemas"]["Panel_Vec_DeviceEvent"];
            holdings: components["schemas"]["Panel_Holdings"];
            identity: components["schemas"]["Panel_Identity"];
            journeys: components["schemas"]["Panel_Vec_Journey"];
            life_events: components["schemas"]["Panel_Vec_LifeEvent"];
            limits: components["schemas"]["Panel_Vec_Limit"];
            locks: components["schemas"]["Panel_Vec_SecretLock"];
            points: components["schemas"]["Panel_Points"];
            preferences: components["schemas"]["Panel_Preferences"];
            production: components["schemas"]["Panel_Vec_Production"];
            reports: components["schemas"]["Panel_Vec_LossReport"];
            transactions: components["schemas"]["Panel_Vec_Transaction"];
            work: components["schemas"]["Panel_OpenWork"];
        };
        /** @description An indicator. */
        Definition: {
            /** @description What stands below it; empty when there is nothing. */
            denominator: string;
            /** @description The room that feeds it; null when the journal does. Without facts it has no value: no data yet. */
            fed_by: string | null;
            /** @description What is left out. */
            filter: string;
            /** @example service_level */
            key: string;
            /** @example Service level */
            name: string;
            /** @description What stands above the line. */
            numerator: string;
            /**
             * @description Which interval things count in: `arrival_at_queue`, `opening`, `elapsed_time` or `date_of_fact`.
             * @example arrival_at_queue
             */
            rule: string;
            target: components["schemas"]["Target"] | null;
            /**
             * @description `share` (0 to 1), `net_share` (-1 to 1), `seconds`, `count`, `per_ten_thousand`, `mark` or `hours`.
             * @example share
             */
            unit: string;
        };
        /** @description What somebody lends and borrows. */
        DelegationList: {
            /** @description Those that are not over, by number. */
            delegations: components["schemas"]["DelegationView"][];
        };
        /** @description What somebody lends while away. */
        DelegationView: {
            /** Format: date-time */
            from: string;
            /** @example D-3 */
            id: string;
            /**
             * @description Who lends.
             * @example lee
             */
            lender: string | null;
            /** @description Whether the reader lends it, and can take it back. */
            own: boolean;
            /**
             * @description Of these, what the lender has at that moment, for those whom the lender reaches.
             * @example [
             *       "agents.change"
             *     ]
             */
            permissions: string[];
            /**
             * @description Who acts meanwhile.
             * @example kim
             */
            to: string | null;
            /** Format: date-time */
            until: string;
        };
        /** @description What there is to try. */
        DemonstrationView: {
            numbers: components["schemas"]["NumberView"][];
            sign_ins: components["schemas"]["SignInView"][];
        };
        /**
         * @description What happened at a cash machine. `not_paid_out`: debited, and no cash came.
         * @enum {string}
         */
        DeviceEventKind: "withdrawal" | "deposit" | "card_retained" | "wrong_pin" | "not_paid_out" | "timed_out";
        /** @description A time in which the agent did one thing. */
        Did: {
            /**
             * @description The contact in hand; null for readers who may not see contacts.
             * @example C-17
             */
            contact: string | null;
            /** Format: date-time */
            from: string;
            not_ready: components["schemas"]["NotReady"] | null;
            state: components["schemas"]["Doing"];
            /** Format: date-time */
            to: string;
        };
        /** @description What a matter was. */
        Disposition: {
            /** @example enquiry */
            code: string;
            texts: components["schemas"]["Texts"];
        };
        /** @description What a matter can have been. */
        DispositionList: {
            /** @description In the order of the configuration. */
            dispositions: components["schemas"]["Disposition"][];
        };
        /** @description An identity document. */
        Document: {
            kind: components["schemas"]["DocumentKind"];
            /**
             * @description Its number behind its mask: the first and the last character.
             * @example M…8
             */
            number: string;
        };
        /**
         * @description Kinds of identity documents.
         * @enum {string}
         */
        DocumentKind: "identity_card" | "passport" | "other";
        /**
         * @description What an agent is doing.
         * @enum {string}
         */
        Doing: "not_ready" | "ready" | "offered" | "talking" | "wrap_up";
        /** @description The emergency account's secret. It prints nothing of itself. */
        EmergencySecret: {
            /**
             * @description The name to sign in with.
             * @example emergency
             */
            name: string;
            /**
             * Format: password
             * @description Shown now and never again: print it, and put it into an envelope.
             */
            secret: string;
        };
        /**
         * @description How it stands, in a word.
         * @enum {string}
         */
        EmergencyState: "never" | "sealed" | "open";
        /** @description How the emergency account stands. */
        EmergencyView: {
            /** @description Whether somebody is signed in with it now. */
            in_use: boolean;
            /** Format: date-time */
            opened: string | null;
            /**
             * @description From where it was opened.
             * @example 10.0.0.7
             */
            opened_from: string | null;
            /** Format: date-time */
            sealed: string | null;
            /**
             * @description Who had it sealed; null at the console.
             * @example lee
             */
            sealed_by: string | null;
            state: components["schemas"]["EmergencyState"];
        };
        /**
         * @description How a contact ended.
         * @enum {string}
         */
        EndReason: "customer_hung_up" | "agent_hung_up" | "abandoned" | "left_in_flow" | "flow_ended" | "closed" | "full" | "unstaffed" | "customer_lost" | "interrupted" | "flow_fault" | "phantom" | "unreached" | "place_taken";
        /** @description A secret for one's device. It prints nothing of itself. */
        Enrolment: {
            /**
             * @description What the picture says.
             * @example otpauth://totp/Heliotrope:kim?secret=…&issuer=Heliotrope
             */
            address: string;
            /** @description The picture to be scanned, row by row: `1` is dark. */
            picture: string[];
            /**
             * @description To be typed into the device.
             * @example GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ
             */
            secret: string;
        };
        /** @description An entry of the journal: its place, its time, its kind, and the fields of that kind. */
        Entry: components["schemas"]["EntryFields"] & {
            /**
             * Format: date-time
             * @description When the floor decided it.
             */
            at: string;
            /**
             * @description The account of whoever did it, where a person acted.
             * @example U-3
             */
            by?: string | null;
            /**
             * @description Its place in the one journal of the floor.
             * @example J-4711
             */
            sequence: string;
        };
        /** @description Kind and fields of an entry. Spans are in seconds. */
        EntryFields: {
            epoch: string;
            /** @enum {string} */
            kind: "leadership_taken";
        } | {
            agents: number;
            flows: string[];
            /** @enum {string} */
            kind: "configured";
            lines: string[];
            queues: string[];
        } | {
            /** @enum {string} */
            kind: "node_joined";
            node: string;
        } | {
            /** @enum {string} */
            kind: "node_lost";
            node: string;
        } | {
            agent: string;
            /** @enum {string} */
            kind: "agent_ready";
        } | {
            agent: string;
            /** @enum {string} */
            kind: "agent_not_ready";
            reason: components["schemas"]["NotReady"];
        } | {
            flush: boolean;
            /** @enum {string} */
            kind: "queue_closed";
            queue: string;
        } | {
            /** @enum {string} */
            kind: "queue_opened";
            queue: string;
        } | {
            instead: boolean;
            /** @enum {string} */
            kind: "announcement_set";
            line: string | null;
            prompt: string;
        } | {
            /** @enum {string} */
            kind: "announcement_cleared";
            line: string | null;
        } | {
            contact: string;
            instead: boolean;
            /** @enum {string} */
            kind: "announced";
            prompt: string;
        } | {
            contact: string;
            /** @enum {string} */
            kind: "contact_opened";
            language: components["schemas"]["Language"];
            leg: string;
            line: string;
            node: string;
        } | {
            contact: string;
            /** @enum {string} */
            kind: "chat_opened";
            language: components["schemas"]["Language"];
            line: string;
        } | {
            /** @enum {string} */
            kind: "call_refused";
            leg: string;
            node: string;
            /** Format: int32 */
            status: number;
        } | {
            contact: string;
            customer: string | null;
            /** @enum {string} */
            kind: "customer_matched";
        } | {
            agent: string | null;
            contact: string;
            customer: string | null;
            /** @description How many customers registered the number that calls, when it is several. */
            holders: number | null;
            /** @enum {string} */
            kind: "caller_told";
            said: components["schemas"]["CallerSaid"];
        } | {
            contact: string;
            /** @enum {string} */
            kind: "customer_ranked";
            tier: components["schemas"]["Tier"];
        } | {
            act: components["schemas"]["Act"];
            contact: string;
            flow: string;
            /** @enum {string} */
            kind: "flow_moved";
            step: string;
            /** Format: int32 */
            tries: number;
        } | {
            contact: string;
            customer: string | null;
            /** @enum {string} */
            kind: "customer_verified";
        } | {
            contact: string;
            /** @enum {string} */
            kind: "verification_failed";
            /** Format: int32 */
            tries_left: number | null;
            why: components["schemas"]["NotVerified"];
        } | {
            contact: string;
            /** Format: double */
            credit: number;
            front: boolean;
            /** @enum {string} */
            kind: "queued";
            queue: string;
            /** Format: date-time */
            since: string;
            skills: string[];
        } | {
            contact: string;
            /** @enum {string} */
            kind: "position_told";
            /** Format: int32 */
            position: number;
            prompts: string[];
            /** Format: double */
            wait: number | null;
        } | {
            contact: string;
            /** @enum {string} */
            kind: "caller_reachable";
            same: string | null;
        } | {
            contact: string;
            /** @enum {string} */
            kind: "callback_offered";
        } | {
            contact: string;
            /** @enum {string} */
            kind: "callback_asked";
        } | {
            contact: string;
            /** @enum {string} */
            kind: "callback_declined";
        } | {
            /** Format: date-time */
            by: string | null;
            contact: string;
            /** @enum {string} */
            kind: "callback_promised";
        } | {
            contact: string;
            /** @enum {string} */
            kind: "place_kept";
        } | {
            contact: string;
            /** @enum {string} */
            kind: "place_resumed";
            /** Format: date-time */
            until: string | null;
        } | {
            contact: string;
            /** @enum {string} */
            kind: "place_rested";
            /** Format: date-time */
            until: string | null;
            why: components["schemas"]["Rest"];
        } | {
            agent: string;
            /** Format: int32 */
            attempt: number;
            contact: string;
            /** @enum {string} */
            kind: "callback_dialled";
            leg: string;
        } | {
            agent: string;
            cause: components["schemas"]["CallbackFailure"];
            contact: string;
            /** @enum {string} */
            kind: "callback_failed";
        } | {
            contact: string;
            /** @enum {string} */
            kind: "callback_over";
            outcome: components["schemas"]["CallbackOutcome"];
            taken_by: string | null;
        } | {
            contact: string;
            /** @enum {string} */
            kind: "widened";
            /** Format: int32 */
            stage: number;
        } | {
            agent: string;
            contact: string;
            /** @enum {string} */
            kind: "kept_no_longer";
        } | {
            contact: string;
            flow: string | null;
            from: string;
            /** @enum {string} */
            kind: "overflowed";
            queue: string | null;
        } | {
            contact: string;
            flow: string | null;
            /** @enum {string} */
            kind: "stayed";
            queue: string | null;
        } | {
            agent: string;
            by_hand: boolean;
            /** Format: date-time */
            ends: string | null;
            /** @enum {string} */
            kind: "shift_set";
            /** Format: date-time */
            last_offer: string | null;
        } | {
            /** Format: date-time */
            at: string | null;
            /** @enum {string} */
            kind: "closing_set";
            queue: string;
        } | {
            agent: string;
            /** @enum {string} */
            kind: "last_offer_passed";
        } | {
            agent: string;
            contact: string;
            /** @enum {string} */
            kind: "offered";
            leg: string | null;
            why: components["schemas"]["Why"] | null;
        } | {
            agent: string;
            contact: string;
            /** @enum {string} */
            kind: "agent_ringing";
        } | {
            agent: string;
            cause: components["schemas"]["OfferFailure"];
            contact: string;
            /** @enum {string} */
            kind: "offer_failed";
        } | {
            agent: string;
            contact: string;
            /** @enum {string} */
            kind: "connected";
        } | {
            agent: string;
            contact: string;
            /** @enum {string} */
            kind: "held";
        } | {
            agent: string;
            contact: string;
            /** @enum {string} */
            kind: "retrieved";
        } | {
            agent: string;
            contact: string;
            /** @enum {string} */
            kind: "secure_entry_asked";
            part: components["schemas"]["KeyedPart"];
            what: components["schemas"]["SecretKind"];
        } | {
            agent: string;
            contact: string;
            /** @enum {string} */
            kind: "secure_entry_keyed";
            what: components["schemas"]["SecretKind"];
        } | {
            agent: string;
            contact: string;
            /** @enum {string} */
            kind: "secure_entry_over";
            outcome: components["schemas"]["SecureOutcome"];
            /** Format: int32 */
            tries_left: number | null;
            what: components["schemas"]["SecretKind"];
        } | {
            agent: string;
            /** Format: int32 */
            attempt: number | null;
            cause: components["schemas"]["CallbackFailure"] | null;
            contact: string;
            /** @enum {string} */
            kind: "verification_call";
            leg: string | null;
            step: components["schemas"]["CallStep"];
        } | {
            agent: string;
            contact: string;
            /** @enum {string} */
            kind: "agent_parted";
            /** Format: date-time */
            until: string;
        } | {
            agent: string;
            contact: string;
            /** @enum {string} */
            kind: "agent_returned";
        } | {
            agent: string;
            contact: string;
            /** @enum {string} */
            kind: "transferred";
            queue: string;
        } | {
            agent: string;
            cause: components["schemas"]["LegEnding"];
            contact: string;
            /** @enum {string} */
            kind: "agent_lost";
            /** Format: int32 */
            status: number | null;
        } | {
            contact: string;
            /** @enum {string} */
            kind: "recording_started";
            recording: string;
        } | {
            contact: string;
            /** @enum {string} */
            kind: "recording_ended";
            outcome: components["schemas"]["RecordingOutcome"];
            recording: string;
        } | {
            contact: string;
            /** @enum {string} */
            kind: "contact_ended";
            reason: components["schemas"]["EndReason"];
        } | {
            agent: string;
            contact: string;
            /** @enum {string} */
            kind: "wrap_up_started";
            /** Format: date-time */
            until: string;
        } | {
            agent: string;
            contact: string;
            /** @enum {string} */
            kind: "wrap_up_extended";
            /** Format: date-time */
            until: string;
        } | {
            code: string;
            contact: string;
            /** @enum {string} */
            kind: "disposition_set";
        } | {
            contact: string;
            /** @enum {string} */
            kind: "note_kept";
            /** Format: int64 */
            version: number;
        } | {
            contact: string;
            /**
             * Format: date-time
             * @description By when it is to be kept; of `made` alone.
             */
            due: string | null;
            /** @enum {string} */
            kind: "promise";
            step: components["schemas"]["PromiseStep"];
        } | {
            agent: string;
            contact: string;
            /** @enum {string} */
            kind: "wrap_up_ended";
        } | {
            agent: string | null;
            contact: string;
            /** @enum {string} */
            kind: "contact_closed";
            queue: string | null;
            reason: components["schemas"]["EndReason"];
            /** Format: double */
            talk: number | null;
            /** Format: double */
            wait: number | null;
        } | {
            contact: string;
            /** @enum {string} */
            kind: "imported";
            odd: string[];
            source: string;
        };
        /** @description Erasures. */
        ErasureList: {
            /** @description Newest first. */
            erasures: components["schemas"]["ErasureView"][];
        };
        /** @description What everything that is left says when it is tried. */
        ErasureProof: {
            erasure: components["schemas"]["ErasureView"];
            /** @description Nothing opens, apart from what had to stay. */
            holds: boolean;
            results: components["schemas"]["TriedView"][];
            /**
             * Format: date-time
             * @description When it was tried.
             */
            tried: string;
        };
        /** @description An erasure. */
        ErasureView: {
            /** Format: date-time */
            at: string;
            /**
             * @description Who asked for it.
             * @example kim
             */
            by: string | null;
            /** @example k-7 */
            customer: string;
            /** Format: int64 */
            id: number;
            /** @description What had to stay. */
            kept: components["schemas"]["KeptView"][];
        };
        /** @description Where figures begin and end. */
        Extent: {
            imported: components["schemas"]["Period"] | null;
            /**
             * @description The time zone of the imported log, by its IANA name: its days began in it. Null when none is kept.
             * @example Asia/Jerusalem
             */
            imported_zone: string | null;
            live: components["schemas"]["Period"] | null;
        };
        /** @description A code of one's device, or for removing a recovery code. */
        FactorCode: {
            /** Format: password */
            code: string;
        };
        /**
         * @description How a second factor stands, in a word.
         * @enum {string}
         */
        FactorState: "none" | "begun" | "confirmed";
        /** @description How one's second factor stands. */
        FactorView: {
            /**
             * Format: int32
             * @description Recovery codes that were not used.
             * @example 10
             */
            codes_left: number | null;
            /** @description Whether the bank asks it of this role. */
            required: boolean;
            /**
             * Format: date-time
             * @description Since when it is asked for.
             */
            since: string | null;
            state: components["schemas"]["FactorState"];
        };
        /** @description A recording that cannot be played. */
        FailedRecording: {
            /** @example C-17 */
            contact: string;
            reason: string;
            /** @example R-17 */
            recording: string;
        };
        /** @description Something wrong with a configuration. */
        FaultDetails: {
            /**
             * @description The file beside the configuration in which it stands.
             * @example flows/main.flow
             */
            file?: string | null;
            /**
             * @description The key.
             * @example widening.2.after
             */
            key?: string;
            /**
             * @description The line, from 1.
             * @example 21
             */
            line?: number | null;
            /**
             * @description The entry.
             * @example queue cards
             */
            place?: string;
            /** @description What is wrong, and what to do. */
            reason: string;
        };
        /**
         * @description Which field. What is of class C3 (PINs, codes) is none of them: nobody ever sees it.
         * @enum {string}
         */
        FieldWord: "name" | "birthday" | "document" | "caller" | "account" | "card";
        /** @description A figure. */
        Figure: {
            /**
             * @description `green`, `amber` or `red` against the target.
             * @example green
             */
            colour: string | null;
            /** @description Where the contacts behind it are listed. */
            contacts: components["schemas"]["Links"];
            /**
             * Format: double
             * @description Null for a count and a longest time, which are divided by nothing.
             */
            denominator: number | null;
            /** Format: double */
            numerator: number;
            /**
             * Format: double
             * @description Null when there was nothing to divide by, or no data yet.
             */
            value: number | null;
        };
        /** @description Days, or weeks, laid over each other. */
        FigurePattern: {
            definitions: components["schemas"]["Definition"][];
            /** Format: date-time */
            from: string;
            /** @description Slots without anything are left out. */
            slots: components["schemas"]["Slot"][];
            /**
             * Format: date-time
             * @description Not included.
             */
            to: string;
            /** @example Asia/Seoul */
            zone: string;
        };
        /** @description An answer. */
        FigureTable: {
            /** @example queue */
            by: string;
            definitions: components["schemas"]["Definition"][];
            /** Format: date-time */
            from: string;
            /** @example day */
            interval: string;
            /** @description By interval, then by key. What has nothing has no row. */
            rows: components["schemas"]["Row"][];
            /** @description Rows beyond the 5,000, or the 50,000 figures, that an answer holds; a download has all. */
            rows_left_off: number;
            /**
             * @description What became of short abandons.
             * @example counted
             */
            short: string;
            /**
             * Format: date-time
             * @description Not included.
             */
            to: string;
            /**
             * @description The bank's own time zone, the imported log's, or the one that was asked for.
             * @example Asia/Seoul
             */
            zone: string;
        };
        /**
         * @description What the configuration file says.
         * @enum {string}
         */
        FileState: "same" | "differs" | "faulty" | "none";
        /** @description What a customer is looked for by. */
        FindAsked: {
            /** @enum {string} */
            by: "telephone";
            /** @example +15550001234 */
            number: string;
        } | {
            /** Format: date */
            born?: string | null;
            /** @enum {string} */
            by: "name";
            /** @example wang fang */
            text: string;
        } | {
            /** @enum {string} */
            by: "document";
            /** @example 00000019850512001X */
            number: string;
        } | {
            /** @enum {string} */
            by: "card";
            /** @example 9900010000001231 */
            number: string;
        } | {
            /** @enum {string} */
            by: "caller";
        };
        /**
         * @description How a customer wishes to be addressed.
         * @enum {string}
         */
        FormOfAddress: "madam" | "sir" | "doctor" | "professor" | "director" | "by_name";
        /** @description Somebody who fits. */
        FoundCustomer: {
            /**
             * @description The bank's pseudonymous key of the customer.
             * @example cst-7f3a9c0d52
             */
            customer: string;
            identity: components["schemas"]["Identity"];
        };
        /** @description Who was found, behind masks. */
        FoundCustomers: {
            /**
             * Format: int32
             * @description How many fit.
             * @example 1
             */
            count: number;
            /** @description All who fit; when more than 20 do, nobody: more has to be said then. */
            customers: components["schemas"]["FoundCustomer"][];
        };
        /** @description A key. It prints nothing of itself. */
        GivenKey: {
            /** @example K-3 */
            id: string;
            /**
             * Format: password
             * @description To be sent as `Authorization: Bearer …`; shown now and never again.
             */
            key: string;
            /** Format: date-time */
            until: string;
        };
        /** @description A password that works once. It prints nothing of itself. */
        GivenPassword: {
            /**
             * @description The account.
             * @example U-3
             */
            account: string;
            /**
             * Format: double
             * @description Seconds that it works.
             * @example 86400
             */
            lasts_s: number;
            /**
             * Format: password
             * @description Shown now and never again; it is exchanged at the first sign-in.
             */
            password: string;
        };
        /** @description A role beside an account's own. */
        GrantView: {
            /**
             * @description Who made it; null for one made at the console.
             * @example lee
             */
            by: string | null;
            /** Format: date-time */
            from: string;
            /** @example G-3 */
            id: string;
            /** @example department:cards */
            reach: string;
            /** @example supervisor */
            role: string;
            /**
             * Format: date-time
             * @description Null until it is taken back.
             */
            until: string | null;
        };
        /** @description How the centre fares. */
        HealthView: {
            calls: components["schemas"]["Calls"] | null;
            /**
             * @description The term of floor leadership; null while the floor does not answer.
             * @example E-3
             */
            epoch: string | null;
            journal: components["schemas"]["JournalHealth"];
            status: components["schemas"]["Status"];
            /**
             * @description The program's version.
             * @example 0.1.0
             */
            version: string;
        };
        /** @description Holds. */
        HoldList: {
            /** @description Those in force first. */
            holds: components["schemas"]["HoldView"][];
        };
        /** @description A hold on all that is kept of a customer. */
        HoldView: {
            /**
             * @description The bank's name for the customer.
             * @example k-7
             */
            customer: string;
            /** @example Y-3 */
            id: string;
            /** Format: date-time */
            lifted: string | null;
            /** @example lee */
            lifted_by: string | null;
            /**
             * @description The matter it is for.
             * @example court 2026/17
             */
            matter: string;
            /** Format: date-time */
            placed: string;
            /** @example kim */
            placed_by: string | null;
        };
        /** @description What a page needs in order to speak of the house. */
        HouseNames: {
            lines: {
                [key: string]: components["schemas"]["Texts"];
            };
            /** @description What announcements say. */
            prompts: {
                [key: string]: components["schemas"]["Texts"];
            };
            queues: {
                [key: string]: components["schemas"]["Texts"];
            };
            skills: {
                [key: string]: components["schemas"]["Texts"];
            };
            /**
             * @description The bank's own time zone, by its IANA name: days and hours are counted in it.
             * @example Asia/Shanghai
             */
            zone: string;
        };
        /** @description Who the customer is. */
        Identity: {
            /**
             * @description The birthday behind its mask: the year.
             * @example 1985-**-**
             */
            birthday_hidden: string | null;
            document: components["schemas"]["Document"] | null;
            /** @example 김 */
            family_name: string;
            /** @description The language to speak. */
            language: components["schemas"]["Language"];
            /**
             * @description The name behind its mask: the family name, and two stars for the rest.
             * @example 김**
             */
            name: string;
            /**
             * Format: date
             * @description Customer since.
             * @example 2011-04-02
             */
            since: string;
            tier: components["schemas"]["Tier"];
        };
        /** @description A value in clear. It does not print. */
        InClear: {
            field: components["schemas"]["FieldWord"];
            /**
             * Format: int32
             * @description After so many seconds it is to be masked again.
             */
            shown_s: number;
            /**
             * @description The name of the unmasking.
             * @example M-3
             */
            unmasking: string;
            /** @example 9900120001234564 */
            value: string;
        };
        /** @description How the journal fares. */
        JournalHealth: {
            /**
             * Format: int64
             * @description Entries lost since the program started.
             */
            lost: number;
            /**
             * Format: date-time
             * @description Since when it spills.
             */
            since?: string | null;
            /**
             * Format: int64
             * @description Entries in the spill log.
             */
            spilled?: number | null;
            state: components["schemas"]["JournalState"];
        };
        /**
         * @description Where journal entries go.
         * @enum {string}
         */
        JournalState: "writing" | "spilling" | "losing";
        /** @description Something that a law keeps. */
        KeptView: {
            /**
             * @description recordings, notes, messages, callers or promises.
             * @example recordings
             */
            kind: string;
            /** @description What says so. */
            source: string;
            /** Format: date-time */
            until: string;
        };
        /** @description A program's key. */
        KeyView: {
            /**
             * @description By whom; null at the console.
             * @example lee
             */
            by: string | null;
            /** @example K-3 */
            id: string;
            /** Format: date-time */
            made: string;
            /**
             * @example [
             *       "contacts.read",
             *       "figures.read"
             *     ]
             */
            permissions: string[];
            /**
             * @description How it begins.
             * @example hlk_0123abcd
             */
            prefix: string;
            /**
             * @description Whose rows it reaches.
             * @example department:cards
             */
            reach: string;
            /** Format: date-time */
            revoked: string | null;
            /** Format: date-time */
            until: string;
            /**
             * Format: date-time
             * @description When it was used last, to half a minute.
             */
            used: string | null;
        };
        /**
         * @description What of it is asked for.
         * @enum {string}
         */
        KeyedPart: "number" | "secret";
        /**
         * @description A language of prompts and pages.
         * @enum {string}
         */
        Language: "zh" | "ko" | "en";
        /**
         * @description Why a leg ended.
         * @enum {string}
         */
        LegEnding: "hung_up" | "released" | "refused" | "unreachable" | "lost" | "unusable";
        /** @description What is to be lent. */
        Lend: {
            /** Format: date-time */
            from: string;
            /**
             * @example [
             *       "agents.change"
             *     ]
             */
            permissions: string[];
            /**
             * @description The name of the account that acts meanwhile.
             * @example kim
             */
            to: string;
            /**
             * Format: date-time
             * @description 92 days after `from` at the most.
             */
            until: string;
        };
        /**
         * @description What happened in a customer's life, or is near.
         * @enum {string}
         */
        LifeEventKind: "birthday" | "moved" | "new_job" | "retired" | "marriage" | "child" | "bereavement";
        /**
         * @description What a limit bounds.
         * @enum {string}
         */
        LimitKind: "credit" | "temporary_credit" | "cash" | "daily_transfer" | "daily_withdrawal";
        /** @description Lists of the contacts behind a figure. Reading them takes the permission to see contacts. */
        Links: {
            /** @description Those below it; null when they cannot be listed. */
            denominator: string | null;
            /**
             * @description Those above the line; null when they cannot be listed.
             * @example /api/contacts?indicator=answered&part=numerator&queue=cards
             */
            numerator: string | null;
        };
        /** @description A loan. */
        Loan: {
            /** Format: date */
            due_on: string;
            /** @description What is to be paid next. */
            instalment: components["schemas"]["Amount"];
            kind: components["schemas"]["LoanKind"];
            /**
             * @description Its number behind its mask: the last four characters.
             * @example …0401
             */
            number: string;
            /**
             * Format: int32
             * @description For how many days something is overdue.
             */
            overdue_days: number;
            /** @description What is still owed. */
            owed: components["schemas"]["Amount"];
        };
        /**
         * @description Kinds of loans.
         * @enum {string}
         */
        LoanKind: "mortgage" | "car" | "consumer" | "business";
        /**
         * @description A secret of a customer's that wrong tries lock.
         * @enum {string}
         */
        LockedSecret: "login_password" | "transaction_pin" | "query_pin";
        /** @description A program that was made. */
        MadeClient: {
            /** @example U-9 */
            id: string;
        };
        /** @description An account to be made. */
        MakeAccount: {
            /**
             * @description The agent that it serves as.
             * @example A-7
             */
            agent?: string | null;
            /**
             * @description 1 to 64 characters out of a-z, A-Z, 0-9, '.', '_' and '-'.
             * @example kim
             */
            name: string;
            /**
             * @description Whose rows it reaches; of agents their own, of others all, when it is left out.
             * @example own
             */
            reach?: string | null;
            /** @example agent */
            role: string;
        };
        /** @description A program. */
        MakeClient: {
            /**
             * @description 1 to 64 characters out of a-z, A-Z, 0-9, '.', '_' and '-'.
             * @example crm
             */
            name: string;
        };
        /** @description A role to be granted. */
        MakeGrant: {
            /**
             * Format: date-time
             * @description From when on; from now on when it is left out.
             */
            from?: string | null;
            /**
             * @description `own`, `team:NAME`, `department:NAME` or `all`.
             * @example department:cards
             */
            reach: string;
            /** @example supervisor */
            role: string;
            /**
             * Format: date-time
             * @description Until when; until it is taken back when it is left out.
             */
            until?: string | null;
        };
        /** @description A key to be given. */
        MakeKey: {
            /**
             * @example [
             *       "contacts.read",
             *       "figures.read"
             *     ]
             */
            permissions: string[];
            /**
             * @description `team:NAME`, `department:NAME` or `all`.
             * @example department:cards
             */
            reach: string;
            /**
             * Format: date-time
             * @description Until when it works: 400 days from now at the most.
             */
            until: string;
        };
        /** @description An entry of the journal, by its moment in the recording. */
        Marker: {
            /** Format: double */
            at_s: number;
            /** @example connected */
            kind: string;
            /** @example J-4711 */
            sequence: string;
        };
        /** @description A version of the master key. */
        MasterKeyVersion: {
            /**
             * Format: date-time
             * @description When nothing was under an older one any more; null of the first, and while it goes on.
             */
            done: string | null;
            /** Format: date-time */
            made: string;
            /**
             * Format: date-time
             * @description Backups made before need it; null while the program itself does.
             */
            needed_for_backups_before: string | null;
            /**
             * Format: int64
             * @example 2
             */
            version: number;
            /**
             * Format: int64
             * @description Keys it wraps.
             */
            wraps: number;
        };
        /** @description How the master key stands. */
        MasterKeys: {
            /**
             * Format: int64
             * @description All keys.
             */
            all: number;
            /** @description Whether keys are being wrapped anew by the last one. */
            exchanging: boolean;
            /**
             * Format: int64
             * @description Keys that an older version still wraps.
             */
            left: number;
            /** @description Oldest first; the last one is in use. */
            versions: components["schemas"]["MasterKeyVersion"][];
        };
        /** @description A mean duration. */
        Mean: {
            /** Format: int64 */
            denominator: number;
            /**
             * Format: double
             * @description Sum, in seconds.
             */
            numerator: number;
            /**
             * Format: double
             * @description Their ratio in seconds; null when the denominator is 0.
             */
            value: number | null;
        };
        /**
         * @description By what means it was said.
         * @enum {string}
         */
        MeansWord: "call" | "chat" | "branch" | "writing" | "online";
        /** @description Data of the event `missed`: the client fell behind. */
        Missed: {
            /**
             * Format: int64
             * @description How many entries.
             */
            entries: number;
            /**
             * @description The place of the first of them.
             * @example J-4711
             */
            from: string;
            /** @description Whether they are lost for good; if not, they follow. */
            lost: boolean;
        };
        /** @description A skill that is needed. */
        NeededSkill: {
            /**
             * Format: int32
             * @description Least proficiency, 1 to 10.
             */
            at_least: number;
            skill: string;
        };
        /**
         * @description Why an agent is not ready.
         * @enum {string}
         */
        NotReady: "signed_out" | "pause" | "supervisor" | "no_answer" | "rejected" | "unreachable" | "phone_lost" | "interrupted" | "break" | "meal" | "training" | "meeting" | "page_lost" | "page_frozen";
        /**
         * @description Why verification did not succeed.
         * @enum {string}
         */
        NotVerified: "wrong" | "locked" | "unavailable";
        /** @description What is to be remembered of a contact. */
        Note: {
            /**
             * Format: date-time
             * @description When it was written last.
             */
            at: string | null;
            /**
             * @description The name of the account that wrote it last.
             * @example kim
             */
            by: string | null;
            text: string;
            /**
             * Format: int64
             * @description 0 for the empty one.
             */
            version: number;
        };
        /** @description A number to call. */
        NumberView: {
            /**
             * @description What a SIP telephone on the same machine calls.
             * @example sip:15881002@127.0.0.1:5060
             */
            address: string;
            /** @example 15881002 */
            called: string;
            language: components["schemas"]["Language"];
        };
        /** @description Whom to erase, or whose archive to make. */
        OfCustomer: {
            /**
             * @description The bank's name for the customer.
             * @example k-7
             */
            customer: string;
        };
        /**
         * @description Why an offer came to nothing.
         * @enum {string}
         */
        OfferFailure: "no_answer" | "rejected" | "unreachable" | "caller_left" | "interrupted";
        /** @description Opening a chat. */
        OpenChat: {
            /** @description From `POST /api/chats/tickets`. */
            ticket: string;
        };
        /** @description A contact of the customer's that is open. */
        OpenContact: {
            /**
             * @description Who serves it.
             * @example A-7
             */
            agent: string | null;
            /** @description Whether the customer is called back. */
            callback: boolean;
            channel: components["schemas"]["ContactChannel"];
            /** @example C-18 */
            id: string;
            /** Format: date-time */
            opened: string;
            /**
             * @description Where it stands, as in the list of contacts.
             * @example waiting
             */
            phase: string;
            /** @example cards */
            queue: string | null;
        };
        /** @description Something at the bank that is open. */
        OpenOperation: {
            /** @example A-7 */
            agent: string;
            amount: components["schemas"]["Amount"] | null;
            /** Format: date-time */
            asked: string;
            /**
             * @description The card's or account's number behind its mask.
             * @example 990011…9021
             */
            card: string;
            /** @example C-17 */
            contact: string;
            /**
             * @description What, as operations are called.
             * @example raise_limit
             */
            operation: string;
            state: components["schemas"]["OrderState"];
            /**
             * Format: date
             * @description The last day of a raised limit.
             */
            until: string | null;
        };
        /** @description Somebody who is signed in. */
        OpenSession: {
            /** @example U-3 */
            account: string;
            /** Format: date-time */
            begun: string;
            /** @example S-3 */
            id: string;
            /**
             * @description None while the database does not say.
             * @example kim
             */
            name: string | null;
            /**
             * @description From where.
             * @example 10.0.0.7
             */
            origin: string;
            /** @description Whether it is the one that asks. */
            own: boolean;
            /**
             * Format: date-time
             * @description To half a minute.
             */
            used: string;
        };
        /** @description A chat that was opened. */
        OpenedChat: {
            /** @example C-17 */
            contact: string;
            over: components["schemas"]["EndReason"] | null;
            /** @description Lets its customer in: send it as a bearer token. Nobody else is told. */
            pass: string;
        };
        /** @description An order to the bank. */
        Operation: {
            /** @example A-7 */
            agent: string;
            amount: components["schemas"]["Amount"] | null;
            /** Format: date-time */
            asked: string;
            /** Format: date */
            bill: string | null;
            /**
             * @description The card's or account's number behind its mask; empty where it is about neither.
             * @example 990011…9021
             */
            card: string;
            /** @example C-17 */
            contact: string;
            /**
             * @description The account of the second person.
             * @example U-5
             */
            decided_by: string | null;
            /**
             * @description The transaction, the fee or the earlier order, by the bank's reference; of an unlocking,
             *     the secret.
             */
            item: string | null;
            /** @example 00112233445566778899aabbccddeeff */
            key: string;
            /**
             * Format: int32
             * @description In how many instalments.
             */
            months: number | null;
            operation: string;
            /** @description Whether the reader asked for it: then somebody else decides. */
            own: boolean;
            reason: string;
            /**
             * @description The bank's key of what was done.
             * @example OP-31
             */
            reference: string | null;
            /**
             * @description The version of the rules of authority and the rule that allowed it.
             * @example 3:limit
             */
            rule: string;
            /** Format: date-time */
            settled: string | null;
            state: components["schemas"]["OrderState"];
            /** Format: date */
            until: string | null;
            when: components["schemas"]["OperationCondition"] | null;
            /**
             * @description Why the bank declined: `not_theirs`, `not_possible`, `too_much`, `closed`,
             *     `not_offered`.
             */
            why: string | null;
        };
        /** @description What is to be done. */
        OperationAsked: {
            /**
             * Format: int64
             * @description The new limit, or what is given back, in smallest units.
             */
            amount_minor?: number | null;
            /**
             * Format: date
             * @description The bill it is about: the last day it covers.
             */
            bill?: string | null;
            /**
             * @description The card's or account's number behind its mask, as the view shows it.
             * @example 990011…9021
             */
            card: string;
            /**
             * @description ISO 4217.
             * @example KRW
             */
            currency?: string | null;
            /**
             * @description The transaction, the fee or the earlier order it is about, by the bank's reference; of an unlocking,
             *     the secret.
             * @example T-9f30
             */
            item?: string | null;
            /**
             * @description Names the order: 32 hexadecimal digits, drawn at random by who asks, anew for each order.
             * @example 00112233445566778899aabbccddeeff
             */
            key: string;
            /**
             * Format: int32
             * @description In how many instalments.
             */
            months?: number | null;
            operation: components["schemas"]["OperationKind"];
            reason: components["schemas"]["OperationReason"];
            /**
             * Format: date
             * @description The last day of a raised limit.
             */
            until?: string | null;
            when?: components["schemas"]["OperationCondition"] | null;
        };
        /** @description Within which bounds an amount may be changed. */
        OperationBounds: {
            alone: components["schemas"]["Amount"] | null;
            by_two: components["schemas"]["Amount"] | null;
            /** @description The least that makes sense. */
            least: components["schemas"]["Amount"];
        };
        /** @description A condition: that a bill of the same card is paid in full, by a day. */
        OperationCondition: {
            /**
             * Format: date
             * @description The bill: the last day it covers.
             */
            bill: string;
            /**
             * Format: date
             * @description The last day on which it may be paid.
             */
            by: string;
        };
        /**
         * @description Whether an agent may: alone, with a second person, or not.
         * @enum {string}
         */
        OperationDecision: "alone" | "second_person" | "refused";
        /**
         * @description What can be done at the bank for a customer.
         * @enum {string}
         */
        OperationKind: "report_loss" | "freeze" | "raise_limit" | "adjust_interest" | "adjust_fee" | "adjust_annual_fee" | "instalment" | "replace_card" | "set_transfer_limit" | "resend_statement" | "dispute" | "unlock" | "reverse";
        /** @description Something that can be done now. */
        OperationProposal: {
            amount: components["schemas"]["Amount"] | null;
            /** Format: date */
            bill: string | null;
            bounds: components["schemas"]["OperationBounds"] | null;
            /**
             * @description The card's or account's number behind its mask; empty where it is about neither.
             * @example 990011…9021
             */
            card: string;
            /** @description What it may be made to wait for, instead of being done at once. */
            conditions: components["schemas"]["OperationCondition"][];
            decision: components["schemas"]["OperationDecision"];
            /**
             * @description The transaction, the fee or the earlier order, by the bank's reference; of an unlocking,
             *     the secret.
             */
            item: string | null;
            /**
             * Format: int32
             * @description In how many instalments.
             */
            months: number | null;
            operation: components["schemas"]["OperationKind"];
            /** @description The likeliest of the reasons that can be given. */
            reason: components["schemas"]["OperationReason"];
            reasons: components["schemas"]["OperationReason"][];
            /**
             * @description The rule that allows it.
             * @example limit
             */
            rule: string | null;
            subject: components["schemas"]["OperationSubject"] | null;
            /** @description Why the agent may not alone. */
            unmet: components["schemas"]["UnmetCondition"][];
            /** Format: date */
            until: string | null;
            /**
             * Format: int32
             * @description The version of the rules of authority.
             */
            version: number;
        };
        /**
         * @description Why something is done, for the bank's records.
         * @enum {string}
         */
        OperationReason: "customer_request" | "lost" | "stolen" | "suspicion" | "travel" | "purchase" | "first_missed" | "bank_error" | "damaged" | "goodwill" | "unrecognised" | "not_received" | "forgotten" | "mistake";
        /** @description What an operation is about, where a reference alone names it. */
        OperationSubject: {
            /** @description With which business. */
            business: string | null;
            /** Format: date */
            on: string;
            /** @enum {string} */
            subject: "booked";
        } | {
            operation: components["schemas"]["OperationKind"];
            /** @enum {string} */
            subject: "ordered";
        };
        /**
         * @description How an order to the bank stands. Waiting for a second person; refused by one, or not decided while the
         *     contact lasted; conditional: it goes ahead by itself when its condition is met; lapsed, when that was not met in
         *     time; withdrawn before it was; unknown: told, and not answered yet; pending at the bank; done; declined by the bank;
         *     never: the bank never had it and takes it no more.
         * @enum {string}
         */
        OrderState: "waiting" | "refused" | "conditional" | "lapsed" | "withdrawn" | "unknown" | "pending" | "done" | "declined" | "never";
        /** @description What an approved request gave. It prints nothing of itself. */
        Outcome: components["schemas"]["GivenPassword"] | components["schemas"]["EmergencySecret"];
        /** @description How a contact stands. */
        Outlook: {
            /**
             * Format: int32
             * @description Agents signed in who can be offered it as it is.
             */
            agents: number;
            /**
             * Format: int32
             * @description Agents signed in who can be offered it after all widening.
             */
            agents_at_last: number;
            /** @description Whether it is called back. */
            callback: components["schemas"]["CallbackTrial"];
            /**
             * Format: double
             * @description For `from`: seconds of expected wait from which a call-back is offered.
             * @example 180
             */
            callback_from_s: number | null;
            /**
             * Format: date-time
             * @description When it takes the flow's way for a closed queue, if it still waits then; null when it is served
             *     whenever the queue closes.
             */
            closes: string | null;
            overflow: components["schemas"]["OverflowTrial"] | null;
            /**
             * Format: int32
             * @description Place in its queue, 1 being next.
             */
            position: number;
            /**
             * Format: double
             * @description How long an agent's telephone rings, in seconds; null when the plan does not have the queue.
             * @example 20
             */
            ring_s: number | null;
        };
        /** @description Data of the event `over`: the stream ends. */
        Over: {
            /** @description Why, and what to do. */
            reason: string;
        };
        /** @description Where a contact goes that has waited too long. */
        OverflowTrial: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /**
             * @description A treatment.
             * @example sorry
             */
            to_flow: string | null;
            /**
             * @description Another queue.
             * @example general
             */
            to_queue: string | null;
        };
        /** @description What somebody is to keep. */
        OwnPromises: {
            /** @description What is due first; 100 at the most. */
            promises: components["schemas"]["PromiseView"][];
            /**
             * @description The reader's own teams, for which something can be promised.
             * @example [
             *       "cards"
             *     ]
             */
            teams: string[];
        };
        /**
         * @description Why a panel of a customer's view failed: no answer in time; the bank cannot be reached; an answer
         *     that breaks the contract; too many questions; left alone after failing again and again; no such customer; not offered by the bank; our own
         *     database.
         * @enum {string}
         */
        PanelFailure: "late" | "unreachable" | "malformed" | "busy" | "resting" | "unknown_customer" | "not_offered" | "database";
        /** @description A part of the view: there, late, or failed. */
        Panel_Bills: {
            /**
             * Format: date-time
             * @description When it was true.
             */
            as_of: string;
            /** @enum {string} */
            state: "ready";
            /** @description Bills and what was adjusted in them, newest first. */
            value: {
                adjustments: components["schemas"]["Adjustment"][];
                bills: components["schemas"]["Bill"][];
            };
        } | {
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            asked: string;
            /** @description Whether the panel's own deadline has passed; before that nobody need be told. */
            overdue: boolean;
            stale: components["schemas"]["Stale_Bills"] | null;
            /** @enum {string} */
            state: "late";
        } | {
            /**
             * Format: date-time
             * @description When that was known.
             */
            at: string;
            stale: components["schemas"]["Stale_Bills"] | null;
            /** @enum {string} */
            state: "failed";
            why: components["schemas"]["PanelFailure"];
        } | {
            /** @enum {string} */
            state: "withheld";
        };
        /** @description A part of the view: there, late, or failed. */
        Panel_Holdings: {
            /**
             * Format: date-time
             * @description When it was true.
             */
            as_of: string;
            /** @enum {string} */
            state: "ready";
            /** @description Loans and investments. */
            value: {
                loans: components["schemas"]["Loan"][];
                positions: components["schemas"]["Position"][];
            };
        } | {
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            asked: string;
            /** @description Whether the panel's own deadline has passed; before that nobody need be told. */
            overdue: boolean;
            stale: components["schemas"]["Stale_Holdings"] | null;
            /** @enum {string} */
            state: "late";
        } | {
            /**
             * Format: date-time
             * @description When that was known.
             */
            at: string;
            stale: components["schemas"]["Stale_Holdings"] | null;
            /** @enum {string} */
            state: "failed";
            why: components["schemas"]["PanelFailure"];
        } | {
            /** @enum {string} */
            state: "withheld";
        };
        /** @description A part of the view: there, late, or failed. */
        Panel_Identity: {
            /**
             * Format: date-time
             * @description When it was true.
             */
            as_of: string;
            /** @enum {string} */
            state: "ready";
            /** @description Who the customer is. */
            value: {
                /**
                 * @description The birthday behind its mask: the year.
                 * @example 1985-**-**
                 */
                birthday_hidden: string | null;
                document: components["schemas"]["Document"] | null;
                /** @example 김 */
                family_name: string;
                /** @description The language to speak. */
                language: components["schemas"]["Language"];
                /**
                 * @description The name behind its mask: the family name, and two stars for the rest.
                 * @example 김**
                 */
                name: string;
                /**
                 * Format: date
                 * @description Customer since.
                 * @example 2011-04-02
                 */
                since: string;
                tier: components["schemas"]["Tier"];
            };
        } | {
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            asked: string;
            /** @description Whether the panel's own deadline has passed; before that nobody need be told. */
            overdue: boolean;
            stale: components["schemas"]["Stale_Identity"] | null;
            /** @enum {string} */
            state: "late";
        } | {
            /**
             * Format: date-time
             * @description When that was known.
             */
            at: string;
            stale: components["schemas"]["Stale_Identity"] | null;
            /** @enum {string} */
            state: "failed";
            why: components["schemas"]["PanelFailure"];
        } | {
            /** @enum {string} */
            state: "withheld";
        };
        /** @description A part of the view: there, late, or failed. */
        Panel_OpenWork: {
            /**
             * Format: date-time
             * @description When it was true.
             */
            as_of: string;
            /** @enum {string} */
            state: "ready";
            /** @description What is open for the customer at this moment, with whom and since when. */
            value: {
                /** @description Contacts beside this one, oldest first. */
                contacts: components["schemas"]["OpenContact"][];
                /** @description Orders to the bank that have not come to their end, and raised limits that go back; newest first. */
                operations: components["schemas"]["OpenOperation"][];
                /** @description What was promised, what is due first. */
                promises: components["schemas"]["PromiseView"][];
            };
        } | {
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            asked: string;
            /** @description Whether the panel's own deadline has passed; before that nobody need be told. */
            overdue: boolean;
            stale: components["schemas"]["Stale_OpenWork"] | null;
            /** @enum {string} */
            state: "late";
        } | {
            /**
             * Format: date-time
             * @description When that was known.
             */
            at: string;
            stale: components["schemas"]["Stale_OpenWork"] | null;
            /** @enum {string} */
            state: "failed";
            why: components["schemas"]["PanelFailure"];
        } | {
            /** @enum {string} */
            state: "withheld";
        };
        /** @description A part of the view: there, late, or failed. */
        Panel_Points: {
            /**
             * Format: date-time
             * @description When it was true.
             */
            as_of: string;
            /** @enum {string} */
            state: "ready";
            /** @description Points of the bank's programme. */
            value: {
                /**
                 * Format: int64
                 * @example 18250
                 */
                balance: number;
                /**
                 * Format: date
                 * @description When they do.
                 */
                expires_on: string | null;
                /**
                 * Format: int64
                 * @description How many of them run out next.
                 */
                expiring: number;
            };
        } | {
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            asked: string;
            /** @description Whether the panel's own deadline has passed; before that nobody need be told. */
            overdue: boolean;
            stale: components["schemas"]["Stale_Points"] | null;
            /** @enum {string} */
            state: "late";
        } | {
            /**
             * Format: date-time
             * @description When that was known.
             */
            at: string;
            stale: components["schemas"]["Stale_Points"] | null;
            /** @enum {string} */
            state: "failed";
            why: components["schemas"]["PanelFailure"];
        } | {
            /** @enum {string} */
            state: "withheld";
        };
        /** @description A part of the view: there, late, or failed. */
        Panel_Preferences: {
            /**
             * Format: date-time
             * @description When it was true.
             */
            as_of: string;
            /** @enum {string} */
            state: "ready";
            /** @description How the customer wishes to be served; null is what was never said. */
            value: {
                address: components["schemas"]["FormOfAddress"] | null;
                language: components["schemas"]["Language"] | null;
                /** @description When not to call, on the bank's clock. */
                quiet: components["schemas"]["Quiet"][];
                way: components["schemas"]["PreferredWay"] | null;
            };
        } | {
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            asked: string;
            /** @description Whether the panel's own deadline has passed; before that nobody need be told. */
            overdue: boolean;
            stale: components["schemas"]["Stale_Preferences"] | null;
            /** @enum {string} */
            state: "late";
        } | {
            /**
             * Format: date-time
             * @description When that was known.
             */
            at: string;
            stale: components["schemas"]["Stale_Preferences"] | null;
            /** @enum {string} */
            state: "failed";
            why: components["schemas"]["PanelFailure"];
        } | {
            /** @enum {string} */
            state: "withheld";
        };
        /** @description A part of the view: there, late, or failed. */
        Panel_Vec_Account: {
            /**
             * Format: date-time
             * @description When it was true.
             */
            as_of: string;
            /** @enum {string} */
            state: "ready";
            value: {
                /**
                 * Format: int64
                 * @description In the currency's smallest units; negative when overdrawn.
                 * @example 1284500
                 */
                balance_minor: number;
                /**
                 * @description ISO 4217.
                 * @example KRW
                 */
                currency: string;
                kind: components["schemas"]["AccountKind"];
                /**
                 * @description Its number behind its mask: the last four characters.
                 * @example …4821
                 */
                number: string;
                status: components["schemas"]["AccountStatus"];
            }[];
        } | {
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            asked: string;
            /** @description Whether the panel's own deadline has passed; before that nobody need be told. */
            overdue: boolean;
            stale: components["schemas"]["Stale_Vec"] | null;
            /** @enum {string} */
            state: "late";
        } | {
            /**
             * Format: date-time
             * @description When that was known.
             */
            at: string;
            stale: components["schemas"]["Stale_Vec"] | null;
            /** @enum {string} */
            state: "failed";
            why: components["schemas"]["PanelFailure"];
        } | {
            /** @enum {string} */
            state: "withheld";
        };
        /** @description A part of the view: there, late, or failed. */
        Panel_Vec_Application: {
            /**
             * Format: date-time
             * @description When it was true.
             */
            as_of: string;
            /** @enum {string} */
            state: "ready";
            value: {
                /**
                 * Format: date
                 * @description When it last moved.
                 */
                moved: string;
                /**
                 * @description As the bank calls it.
                 * @example Mortgage
                 */
                product: string;
                /**
                 * @description The bank's own key.
                 * @example A-17
                 */
                reference: string;
                /** Format: date */
                since: string;
                state: components["schemas"]["ApplicationState"];
            }[];
        } | {
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            asked: string;
            /** @description Whether the panel's own deadline has passed; before that nobody need be told. */
            overdue: boolean;
            stale: components["schemas"]["Stale_Vec"] | null;
            /** @enum {string} */
            state: "late";
        } | {
            /**
             * Format: date-time
             * @description When that was known.
             */
            at: string;
            stale: components["schemas"]["Stale_Vec"] | null;
            /** @enum {string} */
            state: "failed";
            why: components["schemas"]["PanelFailure"];
        } | {
            /** @enum {string} */
            state: "withheld";
        };
        /** @description A part of the view: there, late, or failed. */
        Panel_Vec_BankConsent: {
            /**
             * Format: date-time
             * @description When it was true.
             */
            as_of: string;
            /** @enum {string} */
            state: "ready";
            value: {
                given: boolean;
                purpose: components["schemas"]["Purpose"];
                /** Format: date */
                since: string;
            }[];
        } | {
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            asked: string;
            /** @description Whether the panel's own deadline has passed; before that nobody need be told. */
            overdue: boolean;
            stale: components["schemas"]["Stale_Vec"] | null;
            /** @enum {string} */
            state: "late";
        } | {
            /**
             * Format: date-time
             * @description When that was known.
             */
            at: string;
            stale: components["schemas"]["Stale_Vec"] | null;
            /** @enum {string} */
            state: "failed";
            why: components["schemas"]["PanelFailure"];
        } | {
            /** @enum {string} */
            state: "withheld";
        };
        /** @description A part of the view: there, late, or failed. */
        Panel_Vec_Card: {
            /**
             * Format: date-time
             * @description When it was true.
             */
            as_of: string;
            /** @enum {string} */
            state: "ready";
            value: {
                /**
                 * @description ISO 4217; null of a debit card.
                 * @example KRW
                 */
                currency: string | null;
                kind: components["schemas"]["CardKind"];
                /**
                 * Format: int64
                 * @description The credit limit in the currency's smallest units; null of a debit card.
                 * @example 5000000
                 */
                limit_minor: number | null;
                /**
                 * @description Its number behind its mask: first six and last four digits.
                 * @example 990011…9021
                 */
                number: string;
                /**
                 * @description As the bank calls it.
                 * @example Gold credit card
                 */
                product: string;
                status: components["schemas"]["CardStatus"];
            }[];
        } | {
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            asked: string;
            /** @description Whether the panel's own deadline has passed; before that nobody need be told. */
            overdue: boolean;
            stale: components["schemas"]["Stale_Vec"] | null;
            /** @enum {string} */
            state: "late";
        } | {
            /**
             * Format: date-time
             * @description When that was known.
             */
            at: string;
            stale: components["schemas"]["Stale_Vec"] | null;
            /** @enum {string} */
            state: "failed";
            why: components["schemas"]["PanelFailure"];
        } | {
            /** @enum {string} */
            state: "withheld";
        };
        /** @description A part of the view: there, late, or failed. */
        Panel_Vec_DeviceEvent: {
            /**
             * Format: date-time
             * @description When it was true.
             */
            as_of: string;
            /** @enum {string} */
            state: "ready";
            value: {
                amount: components["schemas"]["Amount"] | null;
                /** Format: date-time */
                at: string;
                /**
                 * @description The machine's own name.
                 * @example ATM-0412
                 */
                device: string;
                kind: components["schemas"]["DeviceEventKind"];
                on: components["schemas"]["Source"];
            }[];
        } | {
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            asked: string;
            /** @description Whether the panel's own deadline has passed; before that nobody need be told. */
            overdue: boolean;
            stale: components["schemas"]["Stale_Vec"] | null;
            /** @enum {string} */
            state: "late";
        } | {
            /**
             * Format: date-time
             * @description When that was known.
             */
            at: string;
            stale: components["schemas"]["Stale_Vec"] | null;
            /** @enum {string} */
            state: "failed";
            why: components["schemas"]["PanelFailure"];
        } | {
            /** @enum {string} */
            state: "withheld";
        };
        /** @description A part of the view: there, late, or failed. */
        Panel_Vec_EarlierContact: {
            /**
             * Format: date-time
             * @description When it was true.
             */
            as_of: string;
            /** @enum {string} */
            state: "ready";
            value: {
                /** @example A-7 */
                agent: string | null;
                callback: components["schemas"]["CallbackKept"] | null;
                channel: components["schemas"]["ContactChannel"] | null;
                /** Format: date-time */
                closed_at: string | null;
                /**
                 * @description What the matter was, by its code.
                 * @example enquiry
                 */
                disposition: string | null;
                /** @example C-3 */
                id: string;
                language: components["schemas"]["Language"];
                /** @example hotline-ko */
                line: string;
                /** Format: date-time */
                opened_at: string;
                /**
                 * @description What figures count it as; null while it is open.
                 * @example answered
                 */
                outcome: string | null;
                /** @example cards */
                queue: string | null;
                reason: components["schemas"]["EndReason"] | null;
                /**
                 * Format: double
                 * @description In seconds.
                 */
                talk: number | null;
                /** @description Whether the customer was verified then. */
                verified: boolean;
                /**
                 * Format: double
                 * @description In seconds.
                 */
                wait: number | null;
            }[];
        } | {
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            asked: string;
            /** @description Whether the panel's own deadline has passed; before that nobody need be told. */
            overdue: boolean;
            stale: components["schemas"]["Stale_Vec"] | null;
            /** @enum {string} */
            state: "late";
        } | {
            /**
             * Format: date-time
             * @description When that was known.
             */
            at: string;
            stale: components["schemas"]["Stale_Vec"] | null;
            /** @enum {string} */
            state: "failed";
            why: components["schemas"]["PanelFailure"];
        } | {
            /** @enum {string} */
            state: "withheld";
        };
        /** @description A part of the view: there, late, or failed. */
        Panel_Vec_Journey: {
            /**
             * Format: date-time
             * @description When it was true.
             */
            as_of: string;
            /** @enum {string} */
            state: "ready";
            value: {
                by: components["schemas"]["Vehicle"];
                /** @example Lisbon */
                destination: string;
                /** Format: date */
                leaves: string;
                /**
                 * Format: date
                 * @description If that is known.
                 */
                returns: string | null;
            }[];
        } | {
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            asked: string;
            /** @description Whether the panel's own deadline has passed; before that nobody need be told. */
            overdue: boolean;
            stale: components["schemas"]["Stale_Vec"] | null;
            /** @enum {string} */
            state: "late";
        } | {
            /**
             * Format: date-time
             * @description When that was known.
             */
            at: string;
            stale: components["schemas"]["Stale_Vec"] | null;
            /** @enum {string} */
            state: "failed";
            why: components["schemas"]["PanelFailure"];
        } | {
            /** @enum {string} */
            state: "withheld";
        };
        /** @description A part of the view: there, late, or failed. */
        Panel_Vec_LifeEvent: {
            /**
             * Format: date-time
             * @description When it was true.
             */
            as_of: string;
            /** @enum {string} */
            state: "ready";
            value: {
                kind: components["schemas"]["LifeEventKind"];
                /**
                 * Format: date
                 * @description On which day; hidden of a birthday, which is shown by its year alone.
                 */
                on: string | null;
            }[];
        } | {
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            asked: string;
            /** @description Whether the panel's own deadline has passed; before that nobody need be told. */
            overdue: boolean;
            stale: components["schemas"]["Stale_Vec"] | null;
            /** @enum {string} */
            state: "late";
        } | {
            /**
             * Format: date-time
             * @description When that was known.
             */
            at: string;
            stale: components["schemas"]["Stale_Vec"] | null;
            /** @enum {string} */
            state: "failed";
            why: components["schemas"]["PanelFailure"];
        } | {
            /** @enum {string} */
            state: "withheld";
        };
        /** @description A part of the view: there, late, or failed. */
        Panel_Vec_Limit: {
            /**
             * Format: date-time
             * @description When it was true.
             */
            as_of: string;
            /** @enum {string} */
            state: "ready";
            value: {
                amount: components["schemas"]["Amount"];
                kind: components["schemas"]["LimitKind"];
                on: components["schemas"]["Source"];
                /**
                 * Format: date
                 * @description The last day it holds, when it goes back by itself.
                 */
                until: string | null;
                used: components["schemas"]["Amount"] | null;
            }[];
        } | {
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            asked: string;
            /** @description Whether the panel's own deadline has passed; before that nobody need be told. */
            overdue: boolean;
            stale: components["schemas"]["Stale_Vec"] | null;
            /** @enum {string} */
            state: "late";
        } | {
            /**
             * Format: date-time
             * @description When that was known.
             */
            at: string;
            stale: components["schemas"]["Stale_Vec"] | null;
            /** @enum {string} */
            state: "failed";
            why: components["schemas"]["PanelFailure"];
        } | {
            /** @enum {string} */
            state: "withheld";
        };
        /** @description A part of the view: there, late, or failed. */
        Panel_Vec_LossReport: {
            /**
             * Format: date-time
             * @description When it was true.
             */
            as_of: string;
            /** @enum {string} */
            state: "ready";
            value: {
                /** Format: date-time */
                at: string;
                by: components["schemas"]["Reporter"];
                kind: components["schemas"]["ReportKind"];
                on: components["schemas"]["Source"];
                /**
                 * @description The bank's own key.
                 * @example R-8
                 */
                reference: string;
                state: components["schemas"]["ReportState"];
            }[];
        } | {
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            asked: string;
            /** @description Whether the panel's own deadline has passed; before that nobody need be told. */
            overdue: boolean;
            stale: components["schemas"]["Stale_Vec"] | null;
            /** @enum {string} */
            state: "late";
        } | {
            /**
             * Format: date-time
             * @description When that was known.
             */
            at: string;
            stale: components["schemas"]["Stale_Vec"] | null;
            /** @enum {string} */
            state: "failed";
            why: components["schemas"]["PanelFailure"];
        } | {
            /** @enum {string} */
            state: "withheld";
        };
        /** @description A part of the view: there, late, or failed. */
        Panel_Vec_Production: {
            /**
             * Format: date-time
             * @description When it was true.
             */
            as_of: string;
            /** @enum {string} */
            state: "ready";
            value: {
                /**
                 * Format: date
                 * @description When it is to arrive, if that is known.
                 */
                arrives: string | null;
                /**
                 * @description The card's number behind its mask.
                 * @example 990011…9021
                 */
                card: string;
                /** Format: date */
                moved: string;
                state: components["schemas"]["ProductionState"];
            }[];
        } | {
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            asked: string;
            /** @description Whether the panel's own deadline has passed; before that nobody need be told. */
            overdue: boolean;
            stale: components["schemas"]["Stale_Vec"] | null;
            /** @enum {string} */
            state: "late";
        } | {
            /**
             * Format: date-time
             * @description When that was known.
             */
            at: string;
            stale: components["schemas"]["Stale_Vec"] | null;
            /** @enum {string} */
            state: "failed";
            why: components["schemas"]["PanelFailure"];
        } | {
            /** @enum {string} */
            state: "withheld";
        };
        /** @description A part of the view: there, late, or failed. */
        Panel_Vec_SecretLock: {
            /**
             * Format: date-time
             * @description When it was true.
             */
            as_of: string;
            /** @enum {string} */
            state: "ready";
            value: {
                locked: boolean;
                secret: components["schemas"]["LockedSecret"];
                /**
                 * Format: int32
                 * @description Wrong tries in a row.
                 */
                wrong: number;
            }[];
        } | {
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            asked: string;
            /** @description Whether the panel's own deadline has passed; before that nobody need be told. */
            overdue: boolean;
            stale: components["schemas"]["Stale_Vec"] | null;
            /** @enum {string} */
            state: "late";
        } | {
            /**
             * Format: date-time
             * @description When that was known.
             */
            at: string;
            stale: components["schemas"]["Stale_Vec"] | null;
            /** @enum {string} */
            state: "failed";
            why: components["schemas"]["PanelFailure"];
        } | {
            /** @enum {string} */
            state: "withheld";
        };
        /** @description A part of the view: there, late, or failed. */
        Panel_Vec_Transaction: {
            /**
             * Format: date-time
             * @description When it was true.
             */
            as_of: string;
            /** @enum {string} */
            state: "ready";
            value: {
                /** @description Negative when it left the customer. */
                amount: components["schemas"]["Amount"];
                /** Format: date-time */
                at: string;
                balance: components["schemas"]["Amount"] | null;
                kind: components["schemas"]["TransactionKind"];
                on: components["schemas"]["Source"];
                /**
                 * @description With whom: a business by its name, a person behind a mask.
                 * @example 한빛마트
                 */
                party: string | null;
                /**
                 * @description The bank's own key.
                 * @example T-9f31
                 */
                reference: string;
            }[];
        } | {
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            asked: string;
            /** @description Whether the panel's own deadline has passed; before that nobody need be told. */
            overdue: boolean;
            stale: components["schemas"]["Stale_Vec"] | null;
            /** @enum {string} */
            state: "late";
        } | {
            /**
             * Format: date-time
             * @description When that was known.
             */
            at: string;
            stale: components["schemas"]["Stale_Vec"] | null;
            /** @enum {string} */
            state: "failed";
            why: components["schemas"]["PanelFailure"];
        } | {
            /** @enum {string} */
            state: "withheld";
        };
        /** @description The loudest of each stretch of both channels, 0 to 255. */
        Peaks: {
            agent: number[];
            customer: number[];
            /** Format: int32 */
            per_second: number;
        };
        /** @description The first and the last moment that contacts count at. */
        Period: {
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
        };
        /** @description What is to be held. */
        Place: {
            /**
             * @description The bank's name for the customer.
             * @example k-7
             */
            customer: string;
            /**
             * @description The matter it is for: a file number; 3 to 120 characters, all of them seen, not all the same.
             * @example court 2026/17
             */
            matter: string;
        };
        /** @description An entry of the plan that is different. */
        PlanChange: {
            /**
             * @description added, struck or changed.
             * @example changed
             */
            change: string;
            /**
             * @description Its name; empty for desk and zone.
             * @example cards
             */
            name: string;
            /**
             * @description line, queue, agent, calendar, flow, team, desk or zone.
             * @example queue
             */
            part: string;
        };
        /** @description Versions of the plan. */
        PlanList: {
            /** @description Newest first. */
            versions: components["schemas"]["PlanStep"][];
        };
        /** @description The plan in force. */
        PlanNow: components["schemas"]["PlanVersion"] & {
            /**
             * @description What of the configuration differs from the running program, and only a start brings into
             *     force.
             * @example [
             *       "voice.media_ports"
             *     ]
             */
            at_next_start: string[];
            /** @description What the configuration file, which is in force after the next start, says now. */
            file: components["schemas"]["FileState"];
        };
        /** @description A version, and what it changed. */
        PlanStep: components["schemas"]["PlanVersion"] & {
            /** @description What it changed of the one before; null when that is not known. */
            changes: components["schemas"]["PlanChange"][] | null;
        };
        /** @description What a plan would change. */
        PlanTrial: {
            /**
             * Format: date-time
             * @description The moment this is true of.
             */
            at: string;
            /**
             * @description What only a start brings into force.
             * @example [
             *       "voice.media_ports"
             *     ]
             */
            at_next_start: string[];
            /** @description What is different in the plan. */
            changes: components["schemas"]["PlanChange"][];
            /** @description Those of them for whom something would change. */
            contacts: components["schemas"]["ContactTrial"][];
            /**
             * @description Agents who are struck and finish the contact in hand first.
             * @example [
             *       "A-7"
             *     ]
             */
            finishing: string[];
            /**
             * @description The version in force then.
             * @example J-17
             */
            version: string;
            /**
             * Format: int32
             * @description How many contacts wait.
             */
            waiting: number;
        };
        /** @description How a plan came into force. */
        PlanVersion: {
            /**
             * @description The name of the account; null when it was read from the configuration file.
             * @example kim
             */
            by: string | null;
            /** Format: date-time */
            since: string;
            /**
             * @description Names it: for `If-Match`, and to bring it back.
             * @example J-17
             */
            version: string;
        };
        /** @description An investment. */
        Position: {
            kind: components["schemas"]["PositionKind"];
            /**
             * Format: date
             * @description When it is paid back, if that is known.
             */
            matures: string | null;
            /**
             * @description As the bank calls it.
             * @example Steady One
             */
            product: string;
            value: components["schemas"]["Amount"];
        };
        /**
         * @description Kinds of investments.
         * @enum {string}
         */
        PositionKind: "fund" | "wealth_product" | "bond" | "insurance" | "bullion";
        /**
         * @description How a customer likes to be reached.
         * @enum {string}
         */
        PreferredWay: "telephone" | "message" | "email" | "letter";
        /** @description What a refusal looks like outside. */
        ProblemDetails: {
            /**
             * @description What is wrong with this request, and what to do.
             * @example limit must be a whole number from 1 to 200
             */
            detail: string;
            /** @description All that is wrong with a plan, or with rules of authority, by line. */
            faults?: components["schemas"]["FaultDetails"][];
            /**
             * @description The field it is about, when it is about one.
             * @example limit
             */
            field?: string | null;
            /**
             * @description The path that was asked for.
             * @example /api/contacts
             */
            instance: string;
            /**
             * Format: int32
             * @description How far what is not ready yet has come, in percent: ask again in a moment.
             * @example 37
             */
            ready_percent?: number | null;
            /**
             * @description Names why an operation is refused, for pages that say it in the reader's language.
             * @example not_allowed
             */
            refusal?: string | null;
            /**
             * Format: int32
             * @description The HTTP status.
             * @example 400
             */
            status: number;
            /**
             * @description The kind in a few words; the same for every problem of the kind.
             * @example a query field cannot be used
             */
            title: string;
            /**
             * @description Names the kind of problem for programs. Not an address to be opened.
             * @example urn:heliotrope:problem:bad-query
             */
            type: string;
            /** @description The conditions of the rules of authority that are not met. */
            unmet?: components["schemas"]["UnmetCondition"][];
        };
        /**
         * @description How far the making of a card has come.
         * @enum {string}
         */
        ProductionState: "ordered" | "made" | "sent" | "delivered" | "returned";
        /** @description What was promised to a customer. */
        PromiseList: {
            /** @description Open ones first, what is due first; then the others, the last first. 100 at the most. */
            promises: components["schemas"]["PromiseView"][];
        };
        /** @description A promise that is being made. */
        PromiseMade: {
            /**
             * Format: date-time
             * @description By when; 365 days ahead at the most.
             */
            due: string;
            /**
             * @description Names the promise: 32 hexadecimal digits, drawn at random, anew for each. The same again is promised once.
             * @example 00112233445566778899aabbccddeeff
             */
            key: string;
            /**
             * @description The team that is to keep it, one of the promiser's own; null when the promiser is.
             * @example cards
             */
            team: string | null;
            /**
             * @description What: 3 to 500 characters.
             * @example call back with the new rate
             */
            text: string;
        };
        /**
         * @description Why a promise was not kept.
         * @enum {string}
         */
        PromiseReason: "unreachable" | "not_wanted" | "done_otherwise" | "not_possible" | "overlooked";
        /** @description What became of a promise. */
        PromiseSettled: {
            reason: components["schemas"]["PromiseReason"] | null;
            /** @description `open` takes back what was said before. */
            state: components["schemas"]["PromiseState"];
        };
        /**
         * @description How a promise stands.
         * @enum {string}
         */
        PromiseState: "open" | "kept" | "not_kept";
        /**
         * @description How a promise came about, or to its end: it was made; it was kept; it was not and will not be; what was said of it
         *     is taken back.
         * @enum {string}
         */
        PromiseStep: "made" | "kept" | "not_kept" | "reopened";
        /** @description A promise. */
        PromiseView: {
            /**
             * @description The agent who is to keep it; null when a team is.
             * @example A-7
             */
            agent: string | null;
            /**
             * @description The name of the account that promised; null when nobody knows it.
             * @example kim
             */
            by: string | null;
            /**
             * @description In which contact it was made.
             * @example C-17
             */
            contact: string;
            /** Format: date-time */
            due: string;
            /** @example 00112233445566778899aabbccddeeff */
            key: string;
            /** Format: date-time */
            made: string;
            reason: components["schemas"]["PromiseReason"] | null;
            /**
             * Format: date-time
             * @description When it came to its end.
             */
            settled: string | null;
            state: components["schemas"]["PromiseState"];
            /**
             * @description The team that is to keep it; null when an agent is.
             * @example cards
             */
            team: string | null;
            /** @example call back with the new rate */
            text: string;
        };
        /** @description Rules to be tried, or to be brought into force. */
        ProposeAuthority: {
            /**
             * @description Their text, as docs/AUTHORITY.md says.
             * @example authority 4
             *
             *     rule loss
             *       do report_loss, freeze
             *       level matched
             */
            text: string;
        };
        /** @description A plan to be tried, or brought into force: either a text or an earlier version. */
        ProposePlan: {
            /** @description Flows beside it, by name; those that are not given are the ones on the server, or built in. */
            flows?: {
                [key: string]: string;
            };
            /**
             * @description A configuration file's text.
             * @example [[queue]]
             *     name = "cards"
             */
            text?: string | null;
            /**
             * @description An earlier version, to be in force again.
             * @example J-17
             */
            version?: string | null;
        };
        /**
         * @description What a customer agreed to, or did not.
         * @enum {string}
         */
        Purpose: "marketing" | "profiling" | "partners" | "journeys" | "surveys";
        /**
         * @description What it is for.
         * @enum {string}
         */
        PurposeWord: "identification" | "service" | "complaint" | "fraud" | "correction" | "legal";
        /** @description Agents whose share of ultra-short services stands out. */
        QualityAlarm: {
            /** Format: date-time */
            from: string;
            /**
             * Format: double
             * @description The median agent's share of services under 10 s; null without agents.
             */
            median: number | null;
            /** @description Agents whose share is above twice the median with 99.9 % confidence, the highest first. */
            standing_out: components["schemas"]["StandingOut"][];
            /**
             * Format: date-time
             * @description Not included.
             */
            to: string;
            /**
             * Format: int64
             * @description Answered contacts that name no agent: a defect of the data, and no agent.
             */
            without_agent: number;
        };
        /** @description A queue as it stands. */
        Queue: {
            by_hand: components["schemas"]["ByHand"] | null;
            /** @description Places that are kept for call-backs: not among those who wait. */
            callbacks: number;
            /**
             * Format: double
             * @description The longest wait of these, in seconds; 0 when none waits.
             */
            longest_wait: number;
            /** @example cards */
            name: string;
            /**
             * Format: date-time
             * @description When the next of them is due, as far as anybody can say.
             */
            next_callback: string | null;
            /**
             * Format: double
             * @description T of the service level, in seconds.
             */
            service_level_within: number;
            today: components["schemas"]["Today"];
            /** @description Contacts that wait, those being offered included. */
            waiting: number;
        };
        /** @description A queue, who waits in it, and who could serve. */
        QueueDetails: components["schemas"]["Queue"] & {
            /** @description Agents with the queue's skills, by number. */
            agents: components["schemas"]["Agent"][];
            /**
             * Format: date-time
             * @description The moment this is true of.
             */
            at: string;
            /** @description Who waits, the longest first, those being offered included. */
            contacts: components["schemas"]["Waiting"][];
            /** @description Places that are kept for call-backs, oldest first. */
            kept: components["schemas"]["Callback"][];
        };
        /** @description All queues. */
        QueueList: {
            /**
             * Format: date-time
             * @description The moment this is true of.
             */
            at: string;
            /** @description In the order of the plan. */
            queues: components["schemas"]["Queue"][];
            /** @description All queues together. */
            today: components["schemas"]["Today"];
        };
        /** @description A time without calls. */
        Quiet: {
            days: components["schemas"]["QuietDays"];
            /** @example 21:00 */
            from: string;
            /**
             * @description Of the next day, when it is not later than `from`.
             * @example 09:00
             */
            until: string;
        };
        /**
         * @description On which days.
         * @enum {string}
         */
        QuietDays: "every" | "weekdays" | "weekend";
        /**
         * @description Why an agent is made not ready.
         * @enum {string}
         */
        Reason: "pause" | "break" | "meal" | "training" | "meeting" | "supervisor";
        /** @description The recording of a contact. */
        Recording: {
            /** @description Left and right. */
            channels: string[];
            /** Format: double */
            duration_s: number | null;
            /** @description When the customer heard nobody. */
            holds: components["schemas"]["Stretch"][];
            /** @description The contact's journal from then on, for readers who may see it. */
            markers: components["schemas"]["Marker"][];
            peaks: components["schemas"]["Peaks"] | null;
            /** @description Why it failed. */
            reason: string | null;
            /** @example R-17 */
            recording: string | null;
            /**
             * Format: date-time
             * @description When it began: with the first answer.
             */
            started: string | null;
            state: components["schemas"]["RecordingState"];
        };
        /**
         * @description How a recording ended.
         * @enum {string}
         */
        RecordingOutcome: "complete" | "interrupted" | "failed";
        /**
         * @description What became of a recording.
         * @enum {string}
         */
        RecordingState: "none" | "running" | "sealing" | "ready" | "failed" | "erased";
        /** @description Codes for when the device is lost. They print nothing of themselves. */
        RecoveryCodes: {
            /** @description Each works once. */
            codes: string[];
        };
        /** @description What was removed. */
        Removed: {
            runs: components["schemas"]["RetentionRun"][];
        };
        /** @description A scheduled report. */
        Report: {
            /** @example daily-queues */
            name: string;
            /** @description Its last runs, the newest first. */
            runs: components["schemas"]["Run"][];
            /**
             * @description When it is made, in words.
             * @example every day at 06:00
             */
            when: string;
        };
        /**
         * @description What was reported.
         * @enum {string}
         */
        ReportKind: "loss" | "theft" | "freeze" | "payment_stop" | "dispute";
        /** @description Scheduled reports. */
        ReportList: {
            reports: components["schemas"]["Report"][];
        };
        /**
         * @description How a report stands. A temporary one was made by telephone.
         * @enum {string}
         */
        ReportState: "temporary" | "formal" | "lifted";
        /**
         * @description Who reported.
         * @enum {string}
         */
        Reporter: "customer" | "bank" | "authority";
        /**
         * @description Why a place that is kept for a call-back is out of the line.
         * @enum {string}
         */
        Rest: "next_try" | "out_of_hours" | "on_the_line" | "queue_closed" | "interrupted";
        /** @description How long what is kept. */
        Retention: {
            /** @description One a kind, with what it would remove now. The audit has none: it is never shortened. */
            rules: components["schemas"]["RetentionRule"][];
            /** @description The last runs that removed anything, newest first. */
            runs: components["schemas"]["RetentionRun"][];
        };
        /** @description A rule, and what is due by it. */
        RetentionRule: {
            /**
             * Format: int64
             * @description So many days a law wants it kept: an erasure leaves it as long.
             */
            at_least_days: number;
            /**
             * Format: date-time
             * @description Whatever is older is due; null when nothing ever is.
             */
            before: string | null;
            /**
             * Format: int64
             * @description What goes at the next run.
             */
            due: number;
            /**
             * Format: int64
             * @description What would go, and is held.
             */
            held: number;
            /**
             * Format: int64
             * @description In days; null keeps it for good.
             * @example 1095
             */
            keep_days: number | null;
            /**
             * @description recordings, notes, messages, callers or promises.
             * @example recordings
             */
            kind: string;
            /** @description Where the days come from. */
            source: string;
        };
        /** @description What a run removed. */
        RetentionRun: {
            /** Format: date-time */
            at: string;
            /** Format: date-time */
            before: string;
            /** Format: int64 */
            held: number;
            /** @example recordings */
            kind: string;
            /** Format: int64 */
            removed: number;
        };
        /** @description What came of looking into it. */
        ReviewView: {
            /** Format: date-time */
            at: string;
            /** @example lee */
            by: string | null;
            verdict: components["schemas"]["VerdictWord"];
        };
        /** @description What came of looking into it. */
        Reviewed: {
            verdict: components["schemas"]["VerdictWord"];
        };
        /** @description Where a waiting contact stands, and why it waits. */
        Routing: {
            contact: string;
            /**
             * Format: int32
             * @description Its priority, its queue's included; contacts of a higher one come first. 0 is ordinary.
             */
            level: number;
            /** @description The order in which contacts of its queue are served. */
            order: components["schemas"]["ServiceOrder"];
            /**
             * Format: int32
             * @description Place in the queue, 1 being next.
             */
            position: number;
            queue: string;
            /** @description The weightiest first; what time will change comes last. */
            reasons: components["schemas"]["WaitReason"][];
            /**
             * Format: int32
             * @description Widenings that have taken place.
             */
            stage: number;
            wait: components["schemas"]["WaitEstimate"] | null;
            /**
             * Format: int32
             * @description For `weighted`: the queue's share of the offers, 1 to 100.
             * @example 3
             */
            weight: number | null;
        };
        /** @description One thing in one interval. */
        Row: {
            /** @description By the keys of indicators. */
            figures: {
                [key: string]: components["schemas"]["Figure"];
            };
            /** Format: date-time */
            from: string;
            /**
             * @description The queue, the agent …; null for the total, and for what has none.
             * @example cards
             */
            key: string | null;
            /** Format: date-time */
            to: string;
        };
        /** @description A run of a report. */
        Run: {
            /** Format: date-time */
            due: string;
            /** @description Why it failed; null when it did not. */
            failure: string | null;
            /** @description The file it wrote; null when it failed. */
            file: string | null;
            /** Format: date-time */
            ran: string;
        };
        /** @description What the customer says. */
        Said: {
            agreed: boolean;
            means: components["schemas"]["MeansWord"];
            topic: components["schemas"]["TopicWord"];
            /**
             * @description Which version of the text the customer was told: 1 to 64 characters.
             * @example 2026-01
             */
            wording: string;
        };
        /** @description Something to be said. */
        SayInChat: {
            /**
             * Format: int64
             * @description The customer's own number for it, each above those before. What is sent again by the same number
             *     is said once.
             */
            sent: number;
            /** @description 4,000 bytes at the most. */
            text: string;
        };
        /**
         * @description A secret that a customer keys in while an agent is on the line.
         * @enum {string}
         */
        SecretKind: "pin" | "one_time_code" | "card_code";
        /**
         * @description What became of a secret that was to be keyed in.
         * @enum {string}
         */
        SecureOutcome: "right" | "wrong" | "locked" | "unavailable" | "silent" | "too_few" | "stopped" | "unanswered";
        /**
         * @description The order in which contacts of a queue are served.
         * @enum {string}
         */
        ServiceOrder: "time" | "priority" | "weighted";
        /** @description Whose token it is, and what it opens. */
        Session: {
            /** @example U-3 */
            account: string;
            /**
             * @description The agent that the account serves as.
             * @example A-7
             */
            agent: string | null;
            /** @description With a cookie: what is to be said in `x-heliotrope-bond` by whatever changes something. */
            bond: string | null;
            /**
             * Format: int64
             * @description Seconds after which the session ends when nobody uses it; null for a token that is no session's.
             * @example 600
             */
            idle_s: number | null;
            /** @example kim */
            name: string;
            /**
             * @example [
             *       "contacts.read",
             *       "desk.serve"
             *     ]
             */
            permissions: string[];
            /**
             * @description Whose rows its role reaches: `own`, `team:NAME`, `department:NAME` or `all`.
             * @example team:cards-1
             */
            reach: string;
            /** @example agent */
            role: string;
            /** @description It has to enrol a second factor before anything else. */
            to_enrol: boolean;
        };
        /** @description Who is signed in. */
        SessionList: {
            /** @description The oldest first. */
            sessions: components["schemas"]["OpenSession"][];
        };
        /** @description A part of a whole. */
        Share: {
            /** Format: int64 */
            denominator: number;
            /** Format: int64 */
            numerator: number;
            /**
             * Format: double
             * @description Their ratio, 0 to 1; null when the denominator is 0.
             */
            value: number | null;
        };
        /** @description Who wants in. It prints nothing of itself. */
        SignIn: {
            /**
             * Format: password
             * @description A code of the second factor, or a recovery code.
             */
            code?: string | null;
            /** @description Have the session kept as a cookie, out of reach of scripts; for pages. */
            cookie?: boolean;
            /** @example kim */
            name: string;
            /**
             * Format: password
             * @description In exchange for the password: 12 characters or more.
             */
            new_password?: string | null;
            /** Format: password */
            password: string;
        };
        /** @description A way in. */
        SignInView: {
            /**
             * @description The agent whose desk it opens.
             * @example A-301
             */
            agent: string | null;
            /** @description What that agent speaks. */
            languages: components["schemas"]["Language"][];
            /** @example agent */
            role: string;
            /** @description Worthless after this run of the demonstration. */
            token: string;
        };
        /** @description Somebody is signed in. */
        SignedIn: {
            account: components["schemas"]["Session"];
            /**
             * Format: int64
             * @description Seconds after which the session ends when nobody uses it.
             * @example 600
             */
            idle_s: number;
            /** @example S-3 */
            session: string;
            /** @description To be sent as `Authorization: Bearer …` from now on; null when it is kept as a cookie. */
            token: string | null;
        };
        /** @description A quarter-hour of the day, or an hour of the week. */
        Slot: {
            /** @description By the keys of indicators. */
            figures: {
                [key: string]: components["schemas"]["Figure"];
            };
            /**
             * Format: int32
             * @description Of the day: 0 to 95 from midnight. Of the week: 0 to 167 from Monday's midnight.
             */
            slot: number;
        };
        /** @description The masked number of an account or a card. */
        Source: {
            is: components["schemas"]["SourceKind"];
            /**
             * @description Of an account the last four characters, of a card the first six and last four digits.
             * @example 990011…9021
             */
            number: string;
        };
        /** @enum {string} */
        SourceKind: "account" | "card";
        /**
         * @description Who says something.
         * @enum {string}
         */
        Speaker: "customer" | "agent";
        /** @description What a panel held before it was asked for again. It is as old as it says: look at it, and do not rely on it. */
        Stale_Bills: {
            /**
             * Format: date-time
             * @description When it was true.
             */
            as_of: string;
            /** @description Bills and what was adjusted in them, newest first. */
            value: {
                adjustments: components["schemas"]["Adjustment"][];
                bills: components["schemas"]["Bill"][];
            };
        };
        /** @description What a panel held before it was asked for again. It is as old as it says: look at it, and do not rely on it. */
        Stale_Holdings: {
            /**
             * Format: date-time
             * @description When it was true.
             */
            as_of: string;
            /** @description Loans and investments. */
            value: {
                loans: components["schemas"]["Loan"][];
                positions: components["schemas"]["Position"][];
            };
        };
        /** @description What a panel held before it was asked for again. It is as old as it says: look at it, and do not rely on it. */
        Stale_Identity: {
            /**
             * Format: date-time
             * @description When it was true.
             */
            as_of: string;
            /** @description Who the customer is. */
            value: {
                /**
                 * @description The birthday behind its mask: the year.
                 * @example 1985-**-**
                 */
                birthday_hidden: string | null;
                document: components["schemas"]["Document"] | null;
                /** @example 김 */
                family_name: string;
                /** @description The language to speak. */
                language: components["schemas"]["Language"];
                /**
                 * @description The name behind its mask: the family name, and two stars for the rest.
                 * @example 김**
                 */
                name: string;
                /**
                 * Format: date
                 * @description Customer since.
                 * @example 2011-04-02
                 */
                since: string;
                tier: components["schemas"]["Tier"];
            };
        };
        /** @description What a panel held before it was asked for again. It is as old as it says: look at it, and do not rely on it. */
        Stale_OpenWork: {
            /**
             * Format: date-time
             * @description When it was true.
             */
            as_of: string;
            /** @description What is open for the customer at this moment, with whom and since when. */
            value: {
                /** @description Contacts beside this one, oldest first. */
                contacts: components["schemas"]["OpenContact"][];
                /** @description Orders to the bank that have not come to their end, and raised limits that go back; newest first. */
                operations: components["schemas"]["OpenOperation"][];
                /** @description What was promised, what is due first. */
                promises: components["schemas"]["PromiseView"][];
            };
        };
        /** @description What a panel held before it was asked for again. It is as old as it says: look at it, and do not rely on it. */
        Stale_Points: {
            /**
             * Format: date-time
             * @description When it was true.
             */
            as_of: string;
            /** @description Points of the bank's programme. */
            value: {
                /**
                 * Format: int64
                 * @example 18250
                 */
                balance: number;
                /**
                 * Format: date
                 * @description When they do.
                 */
                expires_on: string | null;
                /**
                 * Format: int64
                 * @description How many of them run out next.
                 */
                expiring: number;
            };
        };
        /** @description What a panel held before it was asked for again. It is as old as it says: look at it, and do not rely on it. */
        Stale_Preferences: {
            /**
             * Format: date-time
             * @description When it was true.
             */
            as_of: string;
            /** @description How the customer wishes to be served; null is what was never said. */
            value: {
                address: components["schemas"]["FormOfAddress"] | null;
                language: components["schemas"]["Language"] | null;
                /** @description When not to call, on the bank's clock. */
                quiet: components["schemas"]["Quiet"][];
                way: components["schemas"]["PreferredWay"] | null;
            };
        };
        /** @description What a panel held before it was asked for again. It is as old as it says: look at it, and do not rely on it. */
        Stale_Vec: {
            /**
             * Format: date-time
             * @description When it was true.
             */
            as_of: string;
            value: {
                /** @example A-7 */
                agent: string | null;
                callback: components["schemas"]["CallbackKept"] | null;
                channel: components["schemas"]["ContactChannel"] | null;
                /** Format: date-time */
                closed_at: string | null;
                /**
                 * @description What the matter was, by its code.
                 * @example enquiry
                 */
                disposition: string | null;
                /** @example C-3 */
                id: string;
                language: components["schemas"]["Language"];
                /** @example hotline-ko */
                line: string;
                /** Format: date-time */
                opened_at: string;
                /**
                 * @description What figures count it as; null while it is open.
                 * @example answered
                 */
                outcome: string | null;
                /** @example cards */
                queue: string | null;
                reason: components["schemas"]["EndReason"] | null;
                /**
                 * Format: double
                 * @description In seconds.
                 */
                talk: number | null;
                /** @description Whether the customer was verified then. */
                verified: boolean;
                /**
                 * Format: double
                 * @description In seconds.
                 */
                wait: number | null;
            }[];
        };
        /** @description An agent whose share stands out. */
        StandingOut: {
            /** @example A-7 */
            agent: string;
            /**
             * Format: double
             * @description The share is above this with 99.9 % confidence.
             */
            at_least: number;
            /** @description Where those contacts are listed. */
            contacts: string | null;
            /**
             * Format: int64
             * @description Answered contacts.
             */
            services: number;
            /** Format: double */
            share: number;
            /**
             * Format: int64
             * @description Of these, talked for less than 10 s.
             */
            under_10s: number;
        };
        /**
         * @description The state in a word.
         * @enum {string}
         */
        Status: "ok" | "degraded" | "refusing";
        /** @description A stretch of a recording, in seconds from its beginning. */
        Stretch: {
            /** Format: double */
            from_s: number;
            /** Format: double */
            to_s: number;
        };
        /** @description How many recordings can be played. */
        Success: {
            /** Format: int64 */
            due: number;
            /** @description Those that failed, the first hundred. */
            failed: components["schemas"]["FailedRecording"][];
            /**
             * Format: int64
             * @description Due and not yet decided.
             */
            pending: number;
            /** Format: int64 */
            playable: number;
            /**
             * Format: double
             * @description Playable of those due that have been decided, 0 to 1; null when there is none.
             */
            share: number | null;
        };
        /** @description Where a value should lie. More is better when `good` is above `fair`, less when it is below. */
        Target: {
            /**
             * Format: double
             * @description Amber between this and `good`; red beyond.
             */
            fair: number;
            /**
             * Format: double
             * @description Green from here on.
             */
            good: number;
        };
        /** @description One text in three languages. */
        Texts: {
            /** @example Enquiry answered */
            en: string;
            /** @example 문의 답변 완료 */
            ko: string;
            /** @example 咨询已答复 */
            zh: string;
        };
        /** @description A secret address. */
        Ticket: {
            /**
             * Format: date-time
             * @description Until then.
             */
            expires: string;
            /** @description Where the sound is: Ogg Opus, to be read by range. */
            url: string;
        };
        /**
         * @description How the bank ranks a customer, from many to few.
         * @enum {string}
         */
        Tier: "standard" | "gold" | "platinum" | "private";
        /** @description What an agent did. */
        Timeline: {
            /** Format: date-time */
            from: string;
            /** @description In order, each where the one before ends. */
            spans: components["schemas"]["Did"][];
            /** Format: date-time */
            to: string;
        };
        /** @description How often the glass was broken without anybody having looked into it. */
        ToReview: {
            /** Format: int64 */
            waiting: number;
        };
        /** @description Counts since midnight in the bank's zone. A contact counts in the day in which it reached the queue. */
        Today: {
            /**
             * Format: int64
             * @description Of these, left before an answer, short ones included.
             */
            abandoned: number;
            /**
             * Format: int64
             * @description Of these, left within the queue's short-abandon threshold.
             */
            abandoned_short: number;
            /** @description Abandoned ÷ offered. */
            abandonment: components["schemas"]["Share"];
            /** @description Abandoned ÷ offered, short abandons left out of both. */
            abandonment_without_short: components["schemas"]["Share"];
            /**
             * Format: int64
             * @description Of these, answered by an agent.
             */
            answered: number;
            /** @description Waits of the answered ÷ answered. */
            average_speed_of_answer: components["schemas"]["Mean"];
            /**
             * Format: int64
             * @description Ended unanswered because the centre was interrupted.
             */
            interrupted: number;
            /** @description Talk times ÷ finished talks. */
            mean_talk: components["schemas"]["Mean"];
            /**
             * Format: int64
             * @description Contacts that reached the queue.
             */
            offered: number;
            /** @description Answered within T ÷ offered. */
            service_level: components["schemas"]["Share"];
            /** @description Answered within T ÷ offered, short abandons left out of both. */
            service_level_without_short: components["schemas"]["Share"];
        };
        /**
         * @description What somebody agrees to.
         * @enum {string}
         */
        TopicWord: "recording" | "marketing" | "sensitive";
        /**
         * @description Why money moved.
         * @enum {string}
         */
        TransactionKind: "purchase" | "withdrawal" | "deposit" | "transfer_in" | "transfer_out" | "salary" | "bill_payment" | "fee" | "annual_fee" | "interest" | "refund";
        /** @description What is left of a kind, and how much of it opens. */
        TriedView: {
            /** Format: int64 */
            found: number;
            /** Format: int64 */
            opens: number;
            /**
             * @description notes, messages, callers, promises, recordings, look_ups, keys, or reasons.
             * @example notes
             */
            what: string;
        };
        /** @description A field to be shown in clear. */
        Unmask: {
            field: components["schemas"]["FieldWord"];
            purpose: components["schemas"]["PurposeWord"];
            /**
             * @description Why, in a few words: 5 to 500 characters, all of them seen (no controls, no marks of direction), not all the
             *     same. It is kept sealed, for the privacy officer.
             * @example the customer reads the number out, and it has to be compared
             */
            reason: string;
            /**
             * @description The mask as it is shown: of several cards or accounts it says which.
             * @example 990012…4564
             */
            shown: string;
        };
        /** @description What was unmasked. */
        UnmaskingList: {
            /** @description Newest first. */
            unmaskings: components["schemas"]["UnmaskingView"][];
        };
        /** @description One of them. The value itself is kept nowhere. */
        UnmaskingView: {
            /** @example U-3 */
            account: string;
            /** Format: date-time */
            at: string;
            /** @description Whoever did it was not permitted to. */
            broke_glass: boolean;
            /** @example C-17 */
            contact: string;
            /**
             * @description The bank's name for the customer; null of a caller whom nobody knows.
             * @example k-7
             */
            customer: string | null;
            /** @example card */
            field: string;
            /** @example M-3 */
            id: string;
            /** @example kim */
            name: string | null;
            /** @example fraud */
            purpose: string;
            /** @description What was said about why; null once the customer is erased. */
            reason: string | null;
            review: components["schemas"]["ReviewView"] | null;
            /** @description Whether it waits for the reader to look into it. */
            yours: boolean;
        };
        /** @description A condition of the rules of authority that is not met. */
        UnmetCondition: {
            /** @enum {string} */
            condition: "no_rule";
        } | {
            /** @enum {string} */
            condition: "level";
            needs: components["schemas"]["CallerLevel"];
        } | {
            /** @enum {string} */
            condition: "holder";
        } | {
            among: components["schemas"]["Tier"][];
            /** @enum {string} */
            condition: "tier";
        } | {
            among: string[];
            /** @enum {string} */
            condition: "product";
        } | {
            /** @enum {string} */
            condition: "skill";
            needs: string;
        } | {
            /** @enum {string} */
            condition: "amount";
            most: components["schemas"]["Amount"] | null;
        } | {
            /** @enum {string} */
            condition: "raise";
            /** Format: int32 */
            most: number;
        } | {
            /** @enum {string} */
            condition: "days";
            /** Format: int32 */
            most: number;
        } | {
            /** @enum {string} */
            condition: "months";
            /** Format: int32 */
            most: number;
        } | {
            /** @enum {string} */
            condition: "times";
            /** Format: int32 */
            days: number;
            /** Format: int32 */
            most: number;
        } | {
            /** @enum {string} */
            condition: "agent_budget";
            left: components["schemas"]["Amount"] | null;
        } | {
            /** @enum {string} */
            condition: "team_budget";
            left: components["schemas"]["Amount"] | null;
        };
        /**
         * @description How somebody travels.
         * @enum {string}
         */
        Vehicle: "air" | "rail" | "sea" | "road";
        /**
         * @description Whether it was right.
         * @enum {string}
         */
        VerdictWord: "justified" | "unjustified";
        /** @description A saved view. */
        View: {
            /** @example Mine, today */
            name: string;
            /**
             * @description The page it is of.
             * @example contacts
             */
            page: string;
            /**
             * @description That page's query.
             * @example agent=A-7&open=false
             */
            query: string;
        };
        /** @description All views of an account. */
        ViewList: {
            /** @description By name. */
            views: components["schemas"]["View"][];
        };
        /**
         * @description How long a contact will probably wait, with its error: as measured on this queue's own waits, one in
         *     ten is longer than `nine_in_ten`.
         */
        WaitEstimate: {
            /**
             * Format: double
             * @description If all goes on as lately, in seconds.
             */
            expected: number;
            /**
             * Format: double
             * @description Of ten waits with this expectation nine stay within, in seconds.
             */
            nine_in_ten: number;
        };
        /** @description A reason to wait. */
        WaitReason: {
            agent: string;
            /** @enum {string} */
            reason: "next";
        } | {
            needs: components["schemas"]["NeededSkill"][][];
            /** @enum {string} */
            reason: "nobody_able";
        } | {
            /** Format: int32 */
            able: number;
            needs: components["schemas"]["NeededSkill"][][];
            /** @enum {string} */
            reason: "nobody_signed_in";
        } | {
            /** @enum {string} */
            reason: "all_busy";
            /** Format: int32 */
            signed_in: number;
        } | {
            agent: string;
            /** @enum {string} */
            reason: "kept_for";
            /** Format: date-time */
            until: string;
        } | {
            agent: string;
            /** @enum {string} */
            reason: "kept_from";
        } | {
            /** Format: int32 */
            contacts: number;
            /** @enum {string} */
            reason: "behind";
        } | {
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            reason: "widens";
            /** Format: int32 */
            stage: number;
        } | {
            /** Format: date-time */
            at: string;
            flow: string | null;
            queue: string | null;
            /** @enum {string} */
            reason: "overflows";
        };
        /** @description A contact that waits. */
        Waiting: {
            /**
             * @description The agent who is being called for it.
             * @example A-7
             */
            agent: string | null;
            /**
             * @description Null for readers who may not see contacts.
             * @example C-17
             */
            contact: string | null;
            /**
             * Format: int32
             * @description Place in the line, 1 is next; null while it is being offered.
             */
            position: number | null;
            /**
             * Format: double
             * @description Seconds waited so far.
             */
            waited: number;
        };
        /** @description What waits for a second person. */
        WaitingOperations: {
            /** @description Oldest first. */
            orders: components["schemas"]["Operation"][];
        };
        /** @description An account by number and name. */
        Who: {
            /** @example U-3 */
            account: string;
            /**
             * @description None while the database does not say.
             * @example kim
             */
            name: string | null;
        };
        /** @description Why an agent is offered a contact. */
        Why: {
            /** @description The agent turned it down before, and is alone. */
            again: boolean;
            /** @description What decided among those idle. */
            by: components["schemas"]["WhyBy"];
            /**
             * Format: int32
             * @description How many idle agents could have been offered it, this one among them.
             */
            idle: number;
            /**
             * Format: int32
             * @description The widening that admits the agent; 0 when the agent meets the whole need.
             */
            stage: number;
        };
        /**
         * @description What decided for an agent.
         * @enum {string}
         */
        WhyBy: "old_friend" | "newcomer" | "load" | "longest_idle" | "lowest_occupancy" | "least_versatile" | "highest_proficiency" | "only_one";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    list_accounts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accounts by number */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountList"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    make_account: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MakeAccount"];
            };
        };
        responses: {
            /** @description The account's first password */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GivenPassword"];
                };
            };
            /** @description It waits for a second person */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Asked"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The name is taken, or the agent */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    end_account: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The account
                 * @example U-3
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It waits for a second person */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Asked"];
                };
            };
            /** @description The account has ended */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    reset_factor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The account
                 * @example U-3
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description There is none any more */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description It is an administrator's, or a privacy officer's */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    grant_role: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The account
                 * @example U-3
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MakeGrant"];
            };
        };
        responses: {
            /** @description The grant */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GrantView"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    give_password: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The account
                 * @example U-3
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The password */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GivenPassword"];
                };
            };
            /** @description It waits for a second person */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Asked"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    change_reach: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The account
                 * @example U-3
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeReach"];
            };
        };
        responses: {
            /** @description It reaches them from its next request on */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description It is an administrator's, who reaches all */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    unlock_account: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The account
                 * @example U-3
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It has six attempts again */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    list_agents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All agents of the plan, by number */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentList"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    read_agent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The agent
                 * @example A-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The agent */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agent"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    change_agent_shift: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The agent
                 * @example A-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeShift"];
            };
        };
        responses: {
            /** @description The agent as it stands now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agent"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    change_agent_state: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The agent
                 * @example A-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeState"];
            };
        };
        responses: {
            /** @description The agent as it stands now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agent"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    read_agent_timeline: {
        parameters: {
            query?: {
                /** @description From this moment on */
                from?: string;
                /** @description Until this moment, or now */
                to?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The agent
                 * @example A-7
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the agent did, in order */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Timeline"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    list_announcements: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is announced, and what could be */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnnouncementList"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    set_announcement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A line's name, or `all` for every line without one of its own
                 * @example all
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeAnnouncement"];
            };
        };
        responses: {
            /** @description All announcements as they stand now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnnouncementList"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    clear_announcement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A line's name, or `all`
                 * @example all
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All announcements as they stand now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnnouncementList"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    list_approvals: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Requests, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalList"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    withdraw_approval: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The request
                 * @example F-3
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It waits no more */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description It is another's, or was decided */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    approve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The request
                 * @example F-3
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request as it stands now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalView"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Who asked cannot approve, or it waits no more */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    fetch_outcome: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The request
                 * @example F-3
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The secret */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Outcome"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description It is not approved, or was done */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    refuse_approval: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The request
                 * @example F-3
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request as it stands now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalView"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description It waits no more */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    list_audit: {
        parameters: {
            query?: {
                /**
                 * @description Only what this account did.
                 * @example U-3
                 */
                account?: string;
                /**
                 * @description Only what was about this customer.
                 * @example k-7
                 */
                customer?: string;
                /**
                 * @description Only what was about this contact.
                 * @example C-17
                 */
                contact?: string;
                /**
                 * @description Only this operation.
                 * @example read_customer
                 */
                operation?: string;
                /**
                 * @description Only this sort of act: session, look, export, change or handling.
                 * @example look
                 */
                kind?: string;
                /**
                 * @description Only what ended so: allowed, refused or failed.
                 * @example refused
                 */
                outcome?: string;
                /** @description From this moment on. */
                from?: string;
                /** @description Before this moment. */
                to?: string;
                /** @description Only entries before this place. */
                before?: number;
                /** @description 50 when it is not there. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Entries, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditList"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    list_audit_alerts: {
        parameters: {
            query?: {
                /** @description From this moment on; a day before `to` when it is not there. */
                from?: string;
                /** @description Before this moment; now when it is not there. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Alerts, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertList"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    read_audit_state: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The chain's end, and the newest checkpoint */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditState"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    read_authority: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rules in force, the versions, and what waits for a second person */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthorityNow"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    change_authority: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProposeAuthority"];
            };
        };
        responses: {
            /** @description It waits for a second person */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Asked"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description It is in force, it waits already, or nobody could approve it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description These are no rules, with all their faults */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    try_authority: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProposeAuthority"];
            };
        };
        responses: {
            /** @description What would have been decided otherwise */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthorityTrial"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description These are no rules, with all their faults */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    read_authority_version: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The version
                 * @example 3
                 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The text, and when it first was in force */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthorityVersion"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description It was never in force */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    list_bans: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Bans in force, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BanList"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    lift_ban: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The address
                 * @example 192.0.2.66
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is answered */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    list_callbacks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Places that are kept, oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallbackList"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    cancel_callback: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The contact that keeps the place
                 * @example C-17
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The place is kept no longer */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    open_chat: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OpenChat"];
            };
        };
        responses: {
            /** @description The chat */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenedChat"];
                };
            };
            /** @description There is no such ticket, or not any more */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    give_chat_ticket: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskTicket"];
            };
        };
        responses: {
            /** @description The ticket */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatTicket"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    read_chat: {
        parameters: {
            query?: {
                /**
                 * @description Only what was said after this number; 0 for all of it
                 * @example 3
                 */
                after?: number;
                /**
                 * @description How long to wait for something to happen before answering, in seconds, 8 at the most
                 * @example 8
                 */
                wait?: number;
            };
            header?: never;
            path: {
                /**
                 * @description The chat
                 * @example C-17
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it stands, and what was said */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Chat"];
                };
            };
            /** @description There is no such chat for this pass */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description This chat is being asked for too often at once */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    end_chat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The chat
                 * @example C-17
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is over */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description There is no such chat for this pass */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    say_in_chat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The chat
                 * @example C-17
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SayInChat"];
            };
        };
        responses: {
            /** @description It is on record, and was said once */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatMessage"];
                };
            };
            /** @description There is no such chat for this pass */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The chat is over */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description More than a person types */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    list_clients: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Programs and their keys */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClientList"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    make_client: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MakeClient"];
            };
        };
        responses: {
            /** @description Its account */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeClient"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    give_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The program's account
                 * @example U-9
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MakeKey"];
            };
        };
        responses: {
            /** @description The key */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GivenKey"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    list_contacts: {
        parameters: {
            query?: {
                /** @description Only open ones, or only closed ones */
                open?: boolean;
                /**
                 * @description Only those that wait in this queue, or waited there last
                 * @example cards
                 */
                queue?: string;
                /**
                 * @description Only those that this agent serves, or served last
                 * @example A-7
                 */
                agent?: string;
                /**
                 * @description Only those that called this line
                 * @example hotline-ko
                 */
                line?: string;
                /**
                 * @description Only those served last by somebody of this team
                 * @example evening
                 */
                team?: string;
                /**
                 * @description Only those that began before this one: `next` of the page before
                 * @example C-17
                 */
                before?: string;
                /** @description At most so many */
                limit?: number;
                /**
                 * @description Only those that this indicator counts. `queue` then means the queue reached first
                 * @example abandonment
                 */
                indicator?: string;
                /**
                 * @description With `indicator`: those of its `numerator` or of its `denominator`
                 * @example numerator
                 */
                part?: string;
                /**
                 * @description What becomes of short abandons: `counted`, `out` by their queue's threshold, or out up to so many
                 *     seconds
                 * @example out
                 */
                short?: string;
                /** @description Only those that count at this moment or later: arrival at the queue, else opening */
                from?: string;
                /** @description Only those that count before this moment */
                to?: string;
                /**
                 * @description Only those that reached this queue first
                 * @example cards
                 */
                first_queue?: string;
                /**
                 * @description Only those with one of these outcomes: answered, abandoned, interrupted, unreached, joined,
                 *     left_in_flow, contained, turned_away, broken, phantom; several with commas between, or `offered` for
                 *     the first four
                 * @example answered,abandoned
                 */
                outcome?: string;
                /** @description Only those that waited longer than this, in seconds */
                waited_over?: number;
                /** @description Only those that waited so long at the most, in seconds */
                waited_within?: number;
                /** @description Only those that talked longer than this, in seconds */
                talked_over?: number;
                /** @description Only those that talked so long at the most, in seconds */
                talked_within?: number;
                /** @description Only those that talked shorter than this, in seconds */
                talked_under?: number;
                /** @description Only those answered within their queue's T, or only others */
                in_time?: boolean;
                /** @description Only those abandoned within their queue's short time, or only others */
                abandoned_short?: boolean;
                /** @description Only those imported from another system's log, or only live ones */
                imported?: boolean;
                /** @description Only those that were put on hold, or only others */
                held?: boolean;
                /** @description Only those that were given on, or only others */
                transferred?: boolean;
                /** @description Only those of known customers, or only others */
                known?: boolean;
                /** @description Only those of customers of this rank */
                tier?: string;
                /**
                 * @description Only those that needed this skill
                 * @example lang.ko
                 */
                skill?: string;
                /**
                 * @description Only those without a `queue`, an `agent`, a `team`, a `skill` or a `tier`
                 * @example agent
                 */
                without?: string;
                /** @description Only those of customers who reached a queue again within so long, in seconds */
                again_within?: number;
                /**
                 * @description Only those whose recording is `due`, or `playable`
                 * @example playable
                 */
                recording?: string;
                /** @description Only those that were promised a call-back, or only others */
                callback?: boolean;
                /** @description Only those called back by the time that was told, or only others */
                callback_kept?: boolean;
                /**
                 * @description Only calls (`voice`), or only chats (`chat`)
                 * @example chat
                 */
                channel?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of contacts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactList"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    read_contact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The contact
                 * @example C-17
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The contact */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contact"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    read_consents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The contact
                 * @example C-17
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was said */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentList"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    note_consent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The contact
                 * @example C-17
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Said"];
            };
        };
        responses: {
            /** @description What was said, this included */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentList"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    read_customer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The contact
                 * @example C-17
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The view as it stands */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerView"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    ask_customer_panel_again: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The contact
                 * @example C-17
                 */
                id: string;
                /**
                 * @description As the view names it
                 * @example cards
                 */
                panel: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The view, the panel asked for in it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerView"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    find_customer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The contact
                 * @example C-17
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FindAsked"];
            };
        };
        responses: {
            /** @description Who was found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoundCustomers"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    set_disposition: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The contact
                 * @example C-17
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeDisposition"];
            };
        };
        responses: {
            /** @description What the matter was */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Disposition"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    read_contact_journal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The contact
                 * @example C-17
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its entries in order, 10,000 at most */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactJournal"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    read_messages: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The contact
                 * @example C-17
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of it, in order */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatTranscript"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    read_note: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The contact
                 * @example C-17
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest note */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Note"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    write_note: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The contact
                 * @example C-17
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeNote"];
            };
        };
        responses: {
            /** @description The note as it is kept */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Note"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description There is a newer note */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    read_operations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The contact
                 * @example C-17
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Orders, newest first, and proposals */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactOperations"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    order_operation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The contact
                 * @example C-17
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OperationAsked"];
            };
        };
        responses: {
            /** @description The order as it stands */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description It is beyond authority, cannot be done to that card, or the key names another order */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    approve_operation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The contact
                 * @example C-17
                 */
                id: string;
                /**
                 * @description The order's key
                 * @example 00112233445566778899aabbccddeeff
                 */
                order: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The order as it stands */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description It waits no more, or it is one's own */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    refuse_operation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The contact
                 * @example C-17
                 */
                id: string;
                /**
                 * @description The order's key
                 * @example 00112233445566778899aabbccddeeff
                 */
                order: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The order as it stands */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description It waits no more */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    withdraw_operation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The contact
                 * @example C-17
                 */
                id: string;
                /**
                 * @description The order's key
                 * @example 00112233445566778899aabbccddeeff
                 */
                order: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The order as it stands */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description It waits no more */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    read_promises: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The contact
                 * @example C-17
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was promised */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromiseList"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The caller is not the customer */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    make_promise: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The contact
                 * @example C-17
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PromiseMade"];
            };
        };
        responses: {
            /** @description The promise */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromiseView"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The key names another promise, there are too many open ones, or nobody is there to keep it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    read_recording: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The contact
                 * @example C-17
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is known of it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recording"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    give_recording_ticket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The contact
                 * @example C-17
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The ticket */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ticket"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    read_contact_routing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The contact
                 * @example C-17
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where it stands, and why it waits */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Routing"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    unmask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The contact
                 * @example C-17
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Unmask"];
            };
        };
        responses: {
            /** @description The value, to be shown for a short while */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InClear"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Nothing, or more than one thing, has this mask now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The account has unmasked as many fields within an hour as it may; `detail` says when it goes on */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    list_delegations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Those that are not over */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DelegationList"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    lend: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Lend"];
            };
        };
        responses: {
            /** @description What is lent */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DelegationView"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    end_delegation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The delegation
                 * @example D-3
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It counts no more */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    read_demonstration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description This is a demonstration */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DemonstrationView"];
                };
            };
            /** @description This is none */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    open_desk: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description What is spoken, and the token
                 * @example heliotrope.desk.v1, bearer.hlt_…
                 */
                "Sec-WebSocket-Protocol"?: string | null;
                /** @description Where the page was loaded from: here, and nowhere else */
                Origin?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A WebSocket that goes on */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The account serves as no agent of the plan */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description This account has enough windows open */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    list_dispositions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of the configuration */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DispositionList"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    read_emergency: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it stands */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmergencyView"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    seal_emergency: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It waits for a second person */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Asked"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    follow_events: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Place of the last entry the client has; the stream goes on after it
                 * @example J-4711
                 */
                "Last-Event-ID"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A stream that goes on */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["Entry"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description `Last-Event-ID` lies beyond the journal's end */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description This account follows enough streams already */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    read_figures: {
        parameters: {
            query?: {
                /**
                 * @description Keys of indicators with commas between; all, when there is none
                 * @example service_level,abandonment
                 */
                indicators?: string;
                /**
                 * @description From this moment on, or from this day's midnight in the zone; today's midnight when there is none
                 * @example 1999-01-01
                 */
                from?: string;
                /**
                 * @description Up to, but not including, this moment or this day's midnight; now, when there is none
                 * @example 1999-02-01
                 */
                to?: string;
                /**
                 * @description Cut into `quarter` hours, `hour`s, `day`s, `month`s, or one `whole`
                 * @example day
                 */
                interval?: string;
                /**
                 * @description By `total`, `queue`, `agent`, `team`, `skill`, `tier` or `channel`
                 * @example queue
                 */
                by?: string;
                /**
                 * @description What becomes of short abandons: `counted`, `out` by their queue's threshold, or out up to so many
                 *     seconds
                 * @example out
                 */
                short?: string;
                /**
                 * @description Only contacts that reached this queue first
                 * @example cards
                 */
                queue?: string;
                /**
                 * @description Only contacts that this agent served last
                 * @example A-7
                 */
                agent?: string;
                /**
                 * @description Only contacts that called this line
                 * @example hotline-ko
                 */
                line?: string;
                /**
                 * @description Only contacts that needed this skill
                 * @example lang.ko
                 */
                skill?: string;
                /** @description Only contacts of customers of this rank */
                tier?: string;
                /** @description Only imported contacts, or only live ones */
                imported?: boolean;
                /**
                 * @description Only contacts of this channel: `voice` or `chat`
                 * @example chat
                 */
                channel?: string;
                /**
                 * @description Another time zone by its IANA name; when there is none, the bank's own, and of imported contacts alone
                 *     (`imported=true`, or a time before all live ones) their log's
                 * @example Asia/Seoul
                 */
                zone?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The figures */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FigureTable"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    download_figures_csv: {
        parameters: {
            query?: {
                /**
                 * @description Keys of indicators with commas between; all, when there is none
                 * @example service_level,abandonment
                 */
                indicators?: string;
                /**
                 * @description From this moment on, or from this day's midnight in the zone; today's midnight when there is none
                 * @example 1999-01-01
                 */
                from?: string;
                /**
                 * @description Up to, but not including, this moment or this day's midnight; now, when there is none
                 * @example 1999-02-01
                 */
                to?: string;
                /**
                 * @description Cut into `quarter` hours, `hour`s, `day`s, `month`s, or one `whole`
                 * @example day
                 */
                interval?: string;
                /**
                 * @description By `total`, `queue`, `agent`, `team`, `skill`, `tier` or `channel`
                 * @example queue
                 */
                by?: string;
                /**
                 * @description What becomes of short abandons: `counted`, `out` by their queue's threshold, or out up to so many
                 *     seconds
                 * @example out
                 */
                short?: string;
                /**
                 * @description Only contacts that reached this queue first
                 * @example cards
                 */
                queue?: string;
                /**
                 * @description Only contacts that this agent served last
                 * @example A-7
                 */
                agent?: string;
                /**
                 * @description Only contacts that called this line
                 * @example hotline-ko
                 */
                line?: string;
                /**
                 * @description Only contacts that needed this skill
                 * @example lang.ko
                 */
                skill?: string;
                /** @description Only contacts of customers of this rank */
                tier?: string;
                /** @description Only imported contacts, or only live ones */
                imported?: boolean;
                /**
                 * @description Only contacts of this channel: `voice` or `chat`
                 * @example chat
                 */
                channel?: string;
                /**
                 * @description Another time zone by its IANA name; when there is none, the bank's own, and of imported contacts alone
                 *     (`imported=true`, or a time before all live ones) their log's
                 * @example Asia/Seoul
                 */
                zone?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The figures */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    download_figures_xlsx: {
        parameters: {
            query?: {
                /**
                 * @description Keys of indicators with commas between; all, when there is none
                 * @example service_level,abandonment
                 */
                indicators?: string;
                /**
                 * @description From this moment on, or from this day's midnight in the zone; today's midnight when there is none
                 * @example 1999-01-01
                 */
                from?: string;
                /**
                 * @description Up to, but not including, this moment or this day's midnight; now, when there is none
                 * @example 1999-02-01
                 */
                to?: string;
                /**
                 * @description Cut into `quarter` hours, `hour`s, `day`s, `month`s, or one `whole`
                 * @example day
                 */
                interval?: string;
                /**
                 * @description By `total`, `queue`, `agent`, `team`, `skill`, `tier` or `channel`
                 * @example queue
                 */
                by?: string;
                /**
                 * @description What becomes of short abandons: `counted`, `out` by their queue's threshold, or out up to so many
                 *     seconds
                 * @example out
                 */
                short?: string;
                /**
                 * @description Only contacts that reached this queue first
                 * @example cards
                 */
                queue?: string;
                /**
                 * @description Only contacts that this agent served last
                 * @example A-7
                 */
                agent?: string;
                /**
                 * @description Only contacts that called this line
                 * @example hotline-ko
                 */
                line?: string;
                /**
                 * @description Only contacts that needed this skill
                 * @example lang.ko
                 */
                skill?: string;
                /** @description Only contacts of customers of this rank */
                tier?: string;
                /** @description Only imported contacts, or only live ones */
                imported?: boolean;
                /**
                 * @description Only contacts of this channel: `voice` or `chat`
                 * @example chat
                 */
                channel?: string;
                /**
                 * @description Another time zone by its IANA name; when there is none, the bank's own, and of imported contacts alone
                 *     (`imported=true`, or a time before all live ones) their log's
                 * @example Asia/Seoul
                 */
                zone?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The figures */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    read_quality_alarm: {
        parameters: {
            query?: {
                /**
                 * @description Keys of indicators with commas between; all, when there is none
                 * @example service_level,abandonment
                 */
                indicators?: string;
                /**
                 * @description From this moment on, or from this day's midnight in the zone; today's midnight when there is none
                 * @example 1999-01-01
                 */
                from?: string;
                /**
                 * @description Up to, but not including, this moment or this day's midnight; now, when there is none
                 * @example 1999-02-01
                 */
                to?: string;
                /**
                 * @description Cut into `quarter` hours, `hour`s, `day`s, `month`s, or one `whole`
                 * @example day
                 */
                interval?: string;
                /**
                 * @description By `total`, `queue`, `agent`, `team`, `skill`, `tier` or `channel`
                 * @example queue
                 */
                by?: string;
                /**
                 * @description What becomes of short abandons: `counted`, `out` by their queue's threshold, or out up to so many
                 *     seconds
                 * @example out
                 */
                short?: string;
                /**
                 * @description Only contacts that reached this queue first
                 * @example cards
                 */
                queue?: string;
                /**
                 * @description Only contacts that this agent served last
                 * @example A-7
                 */
                agent?: string;
                /**
                 * @description Only contacts that called this line
                 * @example hotline-ko
                 */
                line?: string;
                /**
                 * @description Only contacts that needed this skill
                 * @example lang.ko
                 */
                skill?: string;
                /** @description Only contacts of customers of this rank */
                tier?: string;
                /** @description Only imported contacts, or only live ones */
                imported?: boolean;
                /**
                 * @description Only contacts of this channel: `voice` or `chat`
                 * @example chat
                 */
                channel?: string;
                /**
                 * @description Another time zone by its IANA name; when there is none, the bank's own, and of imported contacts alone
                 *     (`imported=true`, or a time before all live ones) their log's
                 * @example Asia/Seoul
                 */
                zone?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The agents */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QualityAlarm"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    read_catalogue: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All indicators */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Catalogue"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    list_figure_checks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The last thirty */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckList"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    read_figures_of_day: {
        parameters: {
            query?: {
                /**
                 * @description Keys of indicators with commas between; all, when there is none
                 * @example service_level,abandonment
                 */
                indicators?: string;
                /**
                 * @description From this moment on, or from this day's midnight in the zone; today's midnight when there is none
                 * @example 1999-01-01
                 */
                from?: string;
                /**
                 * @description Up to, but not including, this moment or this day's midnight; now, when there is none
                 * @example 1999-02-01
                 */
                to?: string;
                /**
                 * @description Cut into `quarter` hours, `hour`s, `day`s, `month`s, or one `whole`
                 * @example day
                 */
                interval?: string;
                /**
                 * @description By `total`, `queue`, `agent`, `team`, `skill`, `tier` or `channel`
                 * @example queue
                 */
                by?: string;
                /**
                 * @description What becomes of short abandons: `counted`, `out` by their queue's threshold, or out up to so many
                 *     seconds
                 * @example out
                 */
                short?: string;
                /**
                 * @description Only contacts that reached this queue first
                 * @example cards
                 */
                queue?: string;
                /**
                 * @description Only contacts that this agent served last
                 * @example A-7
                 */
                agent?: string;
                /**
                 * @description Only contacts that called this line
                 * @example hotline-ko
                 */
                line?: string;
                /**
                 * @description Only contacts that needed this skill
                 * @example lang.ko
                 */
                skill?: string;
                /** @description Only contacts of customers of this rank */
                tier?: string;
                /** @description Only imported contacts, or only live ones */
                imported?: boolean;
                /**
                 * @description Only contacts of this channel: `voice` or `chat`
                 * @example chat
                 */
                channel?: string;
                /**
                 * @description Another time zone by its IANA name; when there is none, the bank's own, and of imported contacts alone
                 *     (`imported=true`, or a time before all live ones) their log's
                 * @example Asia/Seoul
                 */
                zone?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The figures by quarter-hour */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FigurePattern"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    read_figures_extent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The first and last contacts that count */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Extent"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    list_reports: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All reports of the configuration */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportList"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    read_figures_of_week: {
        parameters: {
            query?: {
                /**
                 * @description Keys of indicators with commas between; all, when there is none
                 * @example service_level,abandonment
                 */
                indicators?: string;
                /**
                 * @description From this moment on, or from this day's midnight in the zone; today's midnight when there is none
                 * @example 1999-01-01
                 */
                from?: string;
                /**
                 * @description Up to, but not including, this moment or this day's midnight; now, when there is none
                 * @example 1999-02-01
                 */
                to?: string;
                /**
                 * @description Cut into `quarter` hours, `hour`s, `day`s, `month`s, or one `whole`
                 * @example day
                 */
                interval?: string;
                /**
                 * @description By `total`, `queue`, `agent`, `team`, `skill`, `tier` or `channel`
                 * @example queue
                 */
                by?: string;
                /**
                 * @description What becomes of short abandons: `counted`, `out` by their queue's threshold, or out up to so many
                 *     seconds
                 * @example out
                 */
                short?: string;
                /**
                 * @description Only contacts that reached this queue first
                 * @example cards
                 */
                queue?: string;
                /**
                 * @description Only contacts that this agent served last
                 * @example A-7
                 */
                agent?: string;
                /**
                 * @description Only contacts that called this line
                 * @example hotline-ko
                 */
                line?: string;
                /**
                 * @description Only contacts that needed this skill
                 * @example lang.ko
                 */
                skill?: string;
                /** @description Only contacts of customers of this rank */
                tier?: string;
                /** @description Only imported contacts, or only live ones */
                imported?: boolean;
                /**
                 * @description Only contacts of this channel: `voice` or `chat`
                 * @example chat
                 */
                channel?: string;
                /**
                 * @description Another time zone by its IANA name; when there is none, the bank's own, and of imported contacts alone
                 *     (`imported=true`, or a time before all live ones) their log's
                 * @example Asia/Seoul
                 */
                zone?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The figures by hour of the week */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FigurePattern"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    end_grant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The grant
                 * @example G-3
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It counts no more */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    read_house: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bank's time zone, and its names for people */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HouseNames"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    revoke_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The key
                 * @example K-3
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It works no more */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    read_master_keys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The versions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MasterKeys"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    exchange_master_key: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The versions, the new one last */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MasterKeys"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description An exchange goes on, or the key has to be given first */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    list_waiting_operations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Orders that wait, oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaitingOperations"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    list_conditional_operations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Orders with a condition */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConditionalOperations"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    read_plan: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its version, since when, by whom, and whether the configuration file says the same */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanNow"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    apply_plan: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The version in force, in quotes, or `*` for any
                 * @example "J-17"
                 */
                "If-Match": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProposePlan"];
            };
        };
        responses: {
            /** @description The plan in force now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanNow"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    try_plan: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProposePlan"];
            };
        };
        responses: {
            /** @description What would be different, and for whom of those who wait */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanTrial"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    list_plan_versions: {
        parameters: {
            query?: {
                /**
                 * @description Only versions before this one
                 * @example J-17
                 */
                before?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Plans that came into force, and what each changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanList"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    list_archives: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Archives, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArchiveList"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    make_archive: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OfCustomer"];
            };
        };
        responses: {
            /** @description It waits for a second person */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Asked"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Nobody could approve it, or it is asked for */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    fetch_archive: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The archive
                 * @example 3
                 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The archive */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": number[];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    list_erasures: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Erasures, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureList"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    erase_customer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OfCustomer"];
            };
        };
        responses: {
            /** @description It waits for a second person */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Asked"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description It is held, the customer is on the line, or nobody could approve it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    prove_erasure: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The erasure
                 * @example 3
                 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was tried, and what opens */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureProof"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    list_holds: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Holds, those in force first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HoldList"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    place_hold: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Place"];
            };
        };
        responses: {
            /** @description What is held now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HoldList"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    lift_hold: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The hold
                 * @example Y-3
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It keeps nothing any more */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    read_retention: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Rules, and what they come to now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Retention"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    carry_out_retention: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What went */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Removed"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    list_own_promises: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Open promises, what is due first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnPromises"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    settle_promise: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The promise's key
                 * @example 00112233445566778899aabbccddeeff
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PromiseSettled"];
            };
        };
        responses: {
            /** @description The promise as it stands */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromiseView"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Somebody else said something meanwhile */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    list_queues: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All queues of the plan */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueList"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    read_queue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The queue's name
                 * @example cards
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The queue, who waits, and who could serve */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueDetails"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    change_queue_state: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The queue's name
                 * @example cards
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeQueue"];
            };
        };
        responses: {
            /** @description The queue as it stands now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueDetails"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    hear_recording: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description One range of octets
                 * @example bytes=0-65535
                 */
                Range?: string | null;
                /** @description The ETag of what is known already */
                "If-Range"?: string | null;
            };
            path: {
                /** @description The last part of a ticket's address */
                ticket: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "audio/ogg": number[];
                };
            };
            /** @description The range asked for */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "audio/ogg": number[];
                };
            };
            /** @description The range begins beyond the end */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    read_recording_success: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The figures */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Success"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    read_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account, its role and what that includes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description The session */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            /** @description Name or password is wrong, or the account is locked; `field` is `code` when only that was wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description It takes what `field` names as well: `new_password` or `code` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Too many errors came from this address */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    sign_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session is over, and its cookie is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token is no session's */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    read_factor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it stands */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FactorView"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    confirm_factor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FactorCode"];
            };
        };
        responses: {
            /** @description Recovery codes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description There is a second factor, or none was begun */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The code is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    begin_factor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The secret */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Enrolment"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description There is a second factor, or this is no session */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    remove_factor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FactorCode"];
            };
        };
        responses: {
            /** @description There is none any more */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The code is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    list_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Sessions in force, the oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionList"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    end_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The session
                 * @example S-3
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session is over */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    list_unmaskings: {
        parameters: {
            query?: {
                /** @description Only those that wait to be looked into. */
                to_review?: boolean;
                /**
                 * @description Only those before this one: the last of the page before.
                 * @example M-3
                 */
                before?: string;
                /** @description 50 when it is not there. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Unmaskings, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnmaskingList"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    break_glass: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BreakGlass"];
            };
        };
        responses: {
            /** @description The value, to be shown for a short while */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InClear"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Nothing, or more than one thing, is such a field now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The account has unmasked as many fields within an hour as it may; `detail` says when it goes on */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    count_unmaskings_to_review: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How many wait */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToReview"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    review_unmasking: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The unmasking
                 * @example M-3
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reviewed"];
            };
        };
        responses: {
            /** @description As it stands now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnmaskingView"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description It waits for nobody, or not for who asks */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    list_views: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account's views, by name */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ViewList"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    save_view: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The view's name
                 * @example Mine, today
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeView"];
            };
        };
        responses: {
            /** @description The view as it is kept */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["View"];
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The account has as many views as it may */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    remove_view: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The view's name
                 * @example Mine, today
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description There is no such view any more */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    read_health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description New calls are let in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthView"];
                };
            };
            /** @description New calls are being refused */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthView"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    read_metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metrics */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description No token, or one that is not valid; `WWW-Authenticate` names the permission */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The token's role does not include the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    read_document: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The OpenAPI document */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Another refusal, told by its status */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
}
