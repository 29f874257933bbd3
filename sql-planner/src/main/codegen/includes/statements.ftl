<#-- The entry to Vectra's grammar, transaction control and EXPLAIN. -->

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
    SqlNode node;
}
{
    (
        LOOKAHEAD(2) node = Command()
    |
        node = CreateDefinition()
    |
        node = DropDefinition()
    |
        node = AlterDefinition()
    |
        LOOKAHEAD(2) node = CommentOn()
    |
        LOOKAHEAD({ getToken(1).kind == TRUNCATE && getToken(2).kind != LPAREN }) node = TruncateTable()
    |
        node = Explain()
    |
        node = Call()
    |
        node = ExplainedStatement()
        [
            <FOR_UPDATE> { node = new ForUpdateNode(getPos(), node); }
            [ ( <IDENTIFIER> | <SKIP_> ) { ForUpdateNode.refuse(getPos(), token.image); } ]
        ]
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
        LOOKAHEAD({ ChangeTables.isNext(getToken(1), token_source) }) node = ChangeTableQuery()
    |
        LOOKAHEAD({ ChangeTables.isAfterWith(getToken(1), token_source) }) node = WithChange()
    |
        node = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    |
        node = Change()
    )
    { return node; }
}

/** The value of an expression, as SELECT gives it. */
SqlNode Call() :
{
    final Span s;
    final SqlNode value;
}
{
    <CALL> { s = span(); } value = Expression(ExprContext.ACCEPT_NON_QUERY)
    {
        return PlainSelect.of(s.end(this), SqlNodeList.of(value), null, null);
    }
}

SqlNode Explain() :
{
    final Span s;
    boolean analyzes = false;
    SqlIdentifier format = null;
    final SqlNode node;
}
{
    <EXPLAIN> { s = span(); }
    ( <ANALYZE> { analyzes = true; } | [ LOOKAHEAD(2) <PLAN> <FOR> ] )
    [
        LOOKAHEAD(<LPAREN> ( <FORMAT> | <ANALYZE> ))
        <LPAREN>
        ( <FORMAT> format = SimpleIdentifier() | <ANALYZE> { analyzes = true; } )
        ( <COMMA> ( <FORMAT> format = SimpleIdentifier() | <ANALYZE> { analyzes = true; } ) )*
        <RPAREN>
    ]
    node = ExplainedStatement()
    { return new ExplainNode(s.end(this), node, analyzes, format); }
}

/** Transaction control and upkeep. */
SqlNode Command() :
{
    final Span s;
    final SqlIdentifier name;
    final SqlNode text;
    final SqlNode setting;
    final SqlNode upkeep;
    CommandNode.Command level = null;
}
{
    <COMMIT> [ <WORK> | <TRANSACTION> ]
    { return new CommandNode(getPos(), CommandNode.Command.COMMIT, null); }
|
    LOOKAHEAD(3)
    <ROLLBACK> { s = span(); } [ <WORK> | <TRANSACTION> ] <TO> [ LOOKAHEAD(2) <SAVEPOINT> ] name = SimpleIdentifier()
    { return new CommandNode(s.end(this), CommandNode.Command.ROLLBACK_TO, name.getSimple()); }
|
    <ROLLBACK> [ <WORK> | <TRANSACTION> ]
    { return new CommandNode(getPos(), CommandNode.Command.ROLLBACK, null); }
|
    <SAVEPOINT> { s = span(); } name = SimpleIdentifier()
    { return new CommandNode(s.end(this), CommandNode.Command.SAVEPOINT, name.getSimple()); }
|
    <RELEASE> { s = span(); } [ LOOKAHEAD(2) <SAVEPOINT> ] name = SimpleIdentifier()
    { return new CommandNode(s.end(this), CommandNode.Command.RELEASE, name.getSimple()); }
|
    ( <BEGIN> { s = span(); } [ <WORK> | <TRANSACTION> ] | <START> { s = span(); } <TRANSACTION> )
    [ <ISOLATION> <LEVEL> level = IsolationLevel() ]
    { return new CommandNode(s.end(this), CommandNode.Command.BEGIN, level == null ? null : level.name()); }
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
    <BACKUP> { s = span(); } <TO> text = CharacterString()
    { return new CommandNode(s.end(this), CommandNode.Command.BACKUP, ((SqlLiteral) text).getValueAs(String.class)); }
}

/** SET name = value, SET SCHEMA name, RESET name, SHOW name. */
SqlNode Setting() :
{
    final Span s;
    SqlIdentifier name = null;
    String value = null;
}
{
    <SET> { s = span(); }
    (
        LOOKAHEAD(1) <SCHEMA> { name = new SqlIdentifier("SCHEMA", getPos()); } [ LOOKAHEAD(1) ( <EQ> | <TO> ) ]
    |
        [ LOOKAHEAD(<LOCAL> SimpleIdentifier()) <LOCAL> { RefusedForm.SET_LOCAL.refuse(getPos()); } ]
        name = CompoundIdentifier() ( <EQ> | <TO> )
    )
    ( <DEFAULT_> | value = PlainValue() )
    { return new SettingNode(s.end(this), SettingNode.Action.SET, name, value); }
|
    <RESET> { s = span(); } ( <ALL> | name = CompoundIdentifier() )
    { return new SettingNode(s.end(this), SettingNode.Action.RESET, name, null); }
|
    <SHOW> { s = span(); } ( <ALL> | name = CompoundIdentifier() )
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
    <REINDEX> { s = span(); } [ LOOKAHEAD(<INDEX> CompoundIdentifier()) <INDEX> ]
    [ LOOKAHEAD(<CONCURRENTLY> CompoundIdentifier()) <CONCURRENTLY> ] name = CompoundIdentifier()
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
