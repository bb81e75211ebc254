// Made from crates/api/openapi.json by `npm run types`. Do not change it by hand.

export interface paths {
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
         *     `before`.
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
         *     get place, time, kind, and whom it is about as far as they may see those. With `Last-Event-ID` the
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
        post?: never;
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
        /**
         * @description How an account stands.
         * @enum {string}
         */
        AccountStatus: "active" | "dormant" | "frozen" | "closed";
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
        /** @description An agent as supervisors see one. */
        Agent: {
            /**
             * @description The contact in hand.
             * @example C-17
             */
            contact: string | null;
            /** @example A-7 */
            id: string;
            not_ready: components["schemas"]["NotReady"] | null;
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
         * @description What becomes of those who wait.
         * @enum {string}
         */
        AtClosing: "keep" | "flush";
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
            language: components["schemas"]["Language"];
            /**
             * @description The number called, by its name.
             * @example hotline-ko
             */
            line: string;
            /** Format: date-time */
            opened_at: string;
            /**
             * @description Where it stands: `in_flow`, `waiting`, `offered`, `talking`, `wrap_up`, or `closed`.
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
             * @description Whether that customer was verified by number and PIN. A match by the calling number alone says
             *     nothing about who is calling.
             */
            verified: boolean;
            /**
             * Format: double
             * @description From joining the queue to the first answer, in seconds; null while it is open, and when it was
             *     never answered.
             */
            wait: number | null;
        };
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
        /** @description What is known of the customer of an open contact. Each panel comes, or fails, by itself. */
        CustomerView: {
            accounts: components["schemas"]["Panel_Vec_Account"];
            cards: components["schemas"]["Panel_Vec_Card"];
            contacts: components["schemas"]["Panel_Vec_EarlierContact"];
            /**
             * @description The bank's pseudonymous key of the customer. Matched by the calling number alone it says nothing
             *     about who is calling; the contact tells whether it is verified.
             * @example cst-7f3a9c0d52
             */
            customer: string;
            identity: components["schemas"]["Panel_Identity"];
        };
        /** @description What there is to try. */
        DemonstrationView: {
            numbers: components["schemas"]["NumberView"][];
            sign_ins: components["schemas"]["SignInView"][];
        };
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
        /**
         * @description How a contact ended.
         * @enum {string}
         */
        EndReason: "customer_hung_up" | "agent_hung_up" | "abandoned" | "left_in_flow" | "flow_ended" | "closed" | "full" | "unstaffed" | "customer_lost" | "interrupted" | "flow_fault";
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
            agent: string;
            contact: string;
            /** @enum {string} */
            kind: "offered";
            leg: string;
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
        /**
         * @description Why an offer came to nothing.
         * @enum {string}
         */
        OfferFailure: "no_answer" | "rejected" | "unreachable" | "caller_left" | "interrupted";
        /** @description Data of the event `over`: the stream ends. */
        Over: {
            /** @description Why, and what to do. */
            reason: string;
        };
        /**
         * @description Why a panel of a customer's view failed: no answer in time; the bank cannot be reached; an answer
         *     that breaks the contract; too many questions; no such customer; not offered by the bank; our own
         *     database.
         * @enum {string}
         */
        PanelFailure: "late" | "unreachable" | "malformed" | "busy" | "unknown_customer" | "not_offered" | "database";
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
            /** @enum {string} */
            state: "late";
        } | {
            /**
             * Format: date-time
             * @description When that was known.
             */
            at: string;
            /** @enum {string} */
            state: "failed";
            why: components["schemas"]["PanelFailure"];
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
            /** @enum {string} */
            state: "late";
        } | {
            /**
             * Format: date-time
             * @description When that was known.
             */
            at: string;
            /** @enum {string} */
            state: "failed";
            why: components["schemas"]["PanelFailure"];
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
            /** @enum {string} */
            state: "late";
        } | {
            /**
             * Format: date-time
             * @description When that was known.
             */
            at: string;
            /** @enum {string} */
            state: "failed";
            why: components["schemas"]["PanelFailure"];
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
                /** Format: date-time */
                closed_at: string | null;
                /** @example C-3 */
                id: string;
                language: components["schemas"]["Language"];
                /** @example hotline-ko */
                line: string;
                /** Format: date-time */
                opened_at: string;
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
            /** @enum {string} */
            state: "late";
        } | {
            /**
             * Format: date-time
             * @description When that was known.
             */
            at: string;
            /** @enum {string} */
            state: "failed";
            why: components["schemas"]["PanelFailure"];
        };
        /** @description What a refusal looks like outside. */
        ProblemDetails: {
            /**
             * @description What is wrong with this request, and what to do.
             * @example limit must be a whole number from 1 to 200
             */
            detail: string;
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
        };
        /** @description A queue as it stands. */
        Queue: {
            by_hand: components["schemas"]["ByHand"] | null;
            /**
             * Format: double
             * @description The longest wait of these, in seconds; 0 when none waits.
             */
            longest_wait: number;
            /** @example cards */
            name: string;
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
        /**
         * @description Why an agent is made not ready.
         * @enum {string}
         */
        Reason: "pause" | "break" | "meal" | "training" | "meeting" | "supervisor";
        /** @description Whose token it is, and what it opens. */
        Session: {
            /** @example U-3 */
            account: string;
            /**
             * @description The agent that the account serves as.
             * @example A-7
             */
            agent: string | null;
            /** @example kim */
            name: string;
            /**
             * @example [
             *       "contacts.read",
             *       "desk.serve"
             *     ]
             */
            permissions: string[];
            /** @example agent */
            role: string;
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
        /**
         * @description The state in a word.
         * @enum {string}
         */
        Status: "ok" | "degraded" | "refusing";
        /** @description One text in three languages. */
        Texts: {
            /** @example Enquiry answered */
            en: string;
            /** @example 문의 답변 완료 */
            ko: string;
            /** @example 咨询已答复 */
            zh: string;
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
        /** @description Counts since midnight UTC. A contact counts in the day in which it reached the queue. */
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
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
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
                 * @description Only those that began before this one: `next` of the page before
                 * @example C-17
                 */
                before?: string;
                /** @description At most so many */
                limit?: number;
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
                 * @description `identity`, `accounts`, `cards` or `contacts`
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
