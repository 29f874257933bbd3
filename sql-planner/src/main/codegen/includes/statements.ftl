<#-- The entry to Vectra's grammar, transaction control, EXPLAIN, and the forms of INSERT and UPDATE that Calcite's grammar does not have. -->

/** One statement, with or without semicolons after it. */
SqlNode VectraStatementEof() :
{
    final SqlNode node;
}
{
    node = VectraStatement() ( <SEMICOLON> )* <EOF>
    { return node; }
}

SqlNode VectraStatement() :
{
    final SqlNode node;
}
{
    (
        LOOKAHEAD(2) node = Command()
    |
        node = CreateDefinition()
    |
        node = DropDefinition()
    |
        LOOKAHEAD(2) node = TruncateTable()
    |
        node = Explain()
    |
        node = ExplainedStatement()
    )
    { return node; }
}

/** A query or a changing statement. */
SqlNode ExplainedStatement() :
{
    final SqlNode node;
}
{
    (
        node = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    |
        node = Insert()
    |
        node = Update()
    |
        node = SqlDelete()
    |
        node = SqlMerge()
    )
    { return node; }
}

SqlNode Explain() :
{
    final Span s;
    boolean analyzes = false;
    final SqlNode node;
}
{
    <EXPLAIN> { s = span(); }
    ( <ANALYZE> { analyzes = true; } | [ LOOKAHEAD(2) <PLAN> <FOR> ] )
    node = ExplainedStatement()
    { return new ExplainNode(s.end(this), node, analyzes); }
}

/** Transaction control and upkeep. */
SqlNode Command() :
{
    final Span s;
    final SqlIdentifier name;
    final SqlNode text;
    final SqlNode setting;
    final SqlNode upkeep;
    final CommandNode.Command level;
}
{
    <COMMIT> [ <WORK> ]
    { return new CommandNode(getPos(), CommandNode.Command.COMMIT, null); }
|
    LOOKAHEAD(3)
    <ROLLBACK> { s = span(); } [ <WORK> ] <TO> [ LOOKAHEAD(2) <SAVEPOINT> ] name = SimpleIdentifier()
    { return new CommandNode(s.end(this), CommandNode.Command.ROLLBACK_TO, name.getSimple()); }
|
    <ROLLBACK> [ <WORK> ]
    { return new CommandNode(getPos(), CommandNode.Command.ROLLBACK, null); }
|
    <SAVEPOINT> { s = span(); } name = SimpleIdentifier()
    { return new CommandNode(s.end(this), CommandNode.Command.SAVEPOINT, name.getSimple()); }
|
    <RELEASE> { s = span(); } [ LOOKAHEAD(2) <SAVEPOINT> ] name = SimpleIdentifier()
    { return new CommandNode(s.end(this), CommandNode.Command.RELEASE, name.getSimple()); }
|
    ( <BEGIN> [ <WORK> | <TRANSACTION> ] | <START> <TRANSACTION> )
    { return new CommandNode(getPos(), CommandNode.Command.BEGIN, null); }
|
    LOOKAHEAD(<SET> ( <TRANSACTION> <ISOLATION> | <SESSION> <CHARACTERISTICS> ))
    <SET> { s = span(); }
    ( <TRANSACTION> | <SESSION> <CHARACTERISTICS> <AS> <TRANSACTION> )
    <ISOLATION> <LEVEL> level = IsolationLevel()
    { return new CommandNode(s.end(this), level, null); }
|
    setting = Setting()
    { return setting; }
|
    upkeep = Upkeep()
    { return upkeep; }
|
    <CANCEL> { s = span(); } <TASK> <UNSIGNED_INTEGER_LITERAL>
    { return new CommandNode(s.end(this), CommandNode.Command.CANCEL_TASK, token.image); }
|
    <BACKUP> { s = span(); } <TO> text = StringLiteral()
    { return new CommandNode(s.end(this), CommandNode.Command.BACKUP, SqlLiteral.unchain(text).getValueAs(String.class)); }
}

/** SET name = value, RESET name, SHOW name. */
SqlNode Setting() :
{
    final Span s;
    SqlIdentifier name = null;
    String value = null;
}
{
    <SET> { s = span(); } name = SimpleIdentifier() ( <EQ> | <TO> ) ( <DEFAULT_> | value = PlainValue() )
    { return new SettingNode(s.end(this), SettingNode.Action.SET, name, value); }
|
    <RESET> { s = span(); } ( <ALL> | name = SimpleIdentifier() )
    { return new SettingNode(s.end(this), SettingNode.Action.RESET, name, null); }
|
    <SHOW> { s = span(); } ( <ALL> | name = SimpleIdentifier() )
    { return new SettingNode(s.end(this), SettingNode.Action.SHOW, name, null); }
}

/** VACUUM, ANALYZE and REINDEX. */
SqlNode Upkeep() :
{
    final Span s;
    SqlIdentifier name = null;
}
{
    <VACUUM> { s = span(); } [ LOOKAHEAD(2) <TABLE> ] [ name = CompoundIdentifier() ]
    { return new UpkeepNode(s.end(this), UpkeepNode.Task.VACUUM, name); }
|
    <ANALYZE> { s = span(); } [ LOOKAHEAD(2) <TABLE> ] [ name = CompoundIdentifier() ]
    { return new UpkeepNode(s.end(this), UpkeepNode.Task.ANALYZE, name); }
|
    <REINDEX> { s = span(); } [ LOOKAHEAD(<INDEX> CompoundIdentifier()) <INDEX> ] name = CompoundIdentifier()
    { return new UpkeepNode(s.end(this), UpkeepNode.Task.REINDEX, name); }
}

CommandNode.Command IsolationLevel() :
{
}
{
    LOOKAHEAD(2)
    <READ> ( <COMMITTED> | <UNCOMMITTED> ) { return CommandNode.Command.SET_READ_COMMITTED; }
|
    ( <REPEATABLE> <READ> | <SNAPSHOT> | <SERIALIZABLE> ) { return CommandNode.Command.SET_SNAPSHOT; }
}

/** INSERT INTO table [(columns)] query, or DEFAULT VALUES. */
SqlNode Insert() :
{
    final Span s;
    final SqlIdentifier table;
    SqlNodeList columns = null;
    final SqlNode source;
}
{
    <INSERT> { s = span(); }
    <INTO> table = CompoundIdentifier()
    [ LOOKAHEAD(2) columns = ParenthesizedSimpleIdentifierList() ]
    (
        <DEFAULT_> <VALUES> { return new InsertDefaultsNode(s.end(this), table, columns); }
    |
        source = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    )
    {
        return new SqlInsert(s.end(source), new SqlNodeList(s.pos()), table, source, columns);
    }
}

/** UPDATE table [alias] SET column = expression or DEFAULT, … [WHERE condition]. */
SqlNode Update() :
{
    final Span s;
    final SqlIdentifier table;
    SqlIdentifier alias = null;
    SqlNode where = null;
    final SqlNodeList columns;
    final SqlNodeList sources;
}
{
    <UPDATE> {
        s = span();
        columns = new SqlNodeList(s.pos());
        sources = new SqlNodeList(s.pos());
    }
    table = CompoundIdentifier()
    [ [ <AS> ] alias = SimpleIdentifier() ]
    <SET> Assignment(columns, sources)
    ( <COMMA> Assignment(columns, sources) )*
    [ where = Where() ]
    {
        return new SqlUpdate(s.addAll(columns).addAll(sources).addIf(where).pos(), table, columns, sources, where, null, alias);
    }
}

void Assignment(SqlNodeList columns, SqlNodeList sources) :
{
    final SqlIdentifier column;
    final SqlNode source;
}
{
    column = CompoundIdentifier() { columns.add(column); }
    <EQ>
    (
        source = Default() { sources.add(source); }
    |
        AddExpression(sources, ExprContext.ACCEPT_SUB_QUERY)
    )
}
